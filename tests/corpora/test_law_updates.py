"""Importing law texts and facts, and the way back; the laws here are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpora.catalogue import FileCatalogue, load_catalogue
from corpora.law_texts import LawTexts, article_text, basis_text, imported_texts, split_articles
from corpora.law_updates import Update, apply_update, plan_update, roll_back
from reviewer.errors import CatalogueError
from reviewer.finding import LegalBasis
from reviewer.law import LawKind

TEXT = """# 云溪省雨伞借用条例

（2026年5月1日通过）

目录
第一章　总则

## 第一章　总则

**第一条**　为了规范雨伞借用，制定本条例。

第二条　借伞应当登记下列事项：

（一）姓名；

（二）归还日期。

第二条之一　雨伞遗失的，借用人应当告知管理人。

## 第二章　附则

第三条　本条例自2026年9月1日起施行。
"""
TODAY = date(2026, 11, 23)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one law text and a file that is none."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "云溪省雨伞借用条例(2026-05-01).md").write_text(TEXT, encoding="utf-8")
    (folder / "说明.md").write_text("第一条 不是法规。", encoding="utf-8")
    return folder


def plan(source: Path, folder: Path) -> Update:
    """What importing would change now."""
    return plan_update(source, load_catalogue(updates=folder), imported_texts(folder))


def after(folder: Path) -> FileCatalogue:
    """The catalogue that a review would use."""
    return load_catalogue(updates=folder)


def test_articles_are_read_with_their_paragraphs_and_items() -> None:
    """Headings, the table of contents and what stands before the first article are left out."""
    articles = split_articles(TEXT)

    assert list(articles) == ["1", "2", "2-1", "3"]
    assert articles["2"] == "借伞应当登记下列事项：\n（一）姓名；\n（二）归还日期。"
    assert articles["2-1"] == "雨伞遗失的，借用人应当告知管理人。"


def test_planning_changes_nothing(source: Path, tmp_path: Path) -> None:
    """A dry run tells what is new and what was skipped, and writes no file."""
    folder = tmp_path / "laws"

    update = plan(source, folder)

    assert [change.what for change in update.changes] == ["新增条文", "新增法规"]
    assert update.skipped == ("说明.md",)
    assert not folder.exists()


def test_an_import_reaches_catalogue_and_texts(source: Path, tmp_path: Path) -> None:
    """The law is known then, in force from the day its last article says, and its articles are shown."""
    folder = tmp_path / "laws"

    apply_update(plan(source, folder), folder)

    law = after(folder).exact("云溪省雨伞借用条例", TODAY)
    assert law is not None
    assert (law.kind, law.effective, law.articles) == (LawKind.LOCAL_REGULATION, date(2026, 9, 1), 3)
    assert not law.verified
    texts = imported_texts(folder)
    assert texts.article(law.title, "第二条第（一）项", law.version) == split_articles(TEXT)["2"]
    assert texts.article(law.title, "第二条之一", None) == split_articles(TEXT)["2-1"]
    assert texts.article(law.title, "第九条", law.version) is None
    assert after(folder).version != load_catalogue(updates=tmp_path / "nothing").version


def test_a_second_import_of_the_same_is_no_change(source: Path, tmp_path: Path) -> None:
    """What is known already is not written again."""
    folder = tmp_path / "laws"
    apply_update(plan(source, folder), folder)

    assert plan(source, folder).changes == ()


def test_a_newer_version_ends_the_one_before(source: Path, tmp_path: Path) -> None:
    """Both are held; the older one is amended from the day on that the newer one binds."""
    folder = tmp_path / "laws"
    apply_update(plan(source, folder), folder)
    newer = TEXT.replace("2026年9月1日", "2026年11月1日")
    (source / "云溪省雨伞借用条例（2026-10-01）.md").write_text(newer, encoding="utf-8")

    update = plan(source, folder)
    apply_update(update, folder)

    assert [change.what for change in update.changes] == ["新增条文", "新增版本", "更改"]
    older, current = after(folder).versions("云溪省雨伞借用条例")
    assert older.until == current.effective == date(2026, 11, 1)


def test_an_extract_gives_no_last_article(tmp_path: Path) -> None:
    """Without the last article the number of articles stays unknown, and nothing is called out of range."""
    source, folder = tmp_path / "云溪省雨伞借用条例(2026-05-01).md", tmp_path / "laws"
    source.write_text(TEXT.partition("## 第二章")[0], encoding="utf-8")

    apply_update(plan(source, folder), folder)

    (law,) = after(folder).versions("云溪省雨伞借用条例")
    assert law.articles is None


def test_rolling_back_restores_what_was_before(source: Path, tmp_path: Path) -> None:
    """One step at a time, down to the catalogue that ships."""
    folder = tmp_path / "laws"
    apply_update(plan(source, folder), folder)
    (source / "云溪省雨伞借用条例(2026-05-01).md").write_text(TEXT.replace("姓名", "住址"), encoding="utf-8")
    apply_update(plan(source, folder), folder)

    steps = (roll_back(folder), imported_texts(folder).article("云溪省雨伞借用条例", "第二条", None))
    last = roll_back(folder)

    assert steps == ("0001", split_articles(TEXT)["2"])
    assert last == ""
    assert after(folder).versions("云溪省雨伞借用条例") == ()
    assert roll_back(folder) is None


def test_facts_are_imported_from_lines(tmp_path: Path) -> None:
    """A JSONL of facts follows the schema of the copy that the catalogue is built from."""
    facts = tmp_path / "facts.jsonl"
    facts.write_text(
        '{"title":"云溪省雨伞借用条例","short_titles":[],"level":"地方性法规","region":"云溪省","issuer":null,'
        '"number":null,"numbers_all":[],"promulgated":"2026-05-01","amended":[],"version":"2026-05-01",'
        '"effective":"2026-09-01","status":"现行有效","repealed_on":null,"superseded_by":null,"articles":3,'
        '"source":"公报","status_as_of":null,"confidence":"核对","tags":[]}\n',
        encoding="utf-8",
    )
    folder = tmp_path / "laws"

    apply_update(plan(facts, folder), folder)

    law = after(folder).exact("云溪省雨伞借用条例", TODAY)
    assert law is not None
    assert law.verified


def test_nothing_imported_gives_no_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page then shows title and number."""
    monkeypatch.setenv("REVIEWER_LAWS", str(tmp_path / "empty"))

    assert article_text("中华人民共和国行政处罚法", "第十六条") is None
    assert LawTexts(None).article("中华人民共和国行政处罚法", "第十六条", None) is None


def test_finding_is_given_its_article_where_it_was_imported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By title and verified article; without either, or without the text, nothing is shown."""
    source = tmp_path / "texts"
    source.mkdir()
    text = "# 云溪省雨伞借用条例\n\n第一条 为了方便群众，制定本条例。\n\n第二条 借期不超过三日。\n"
    (source / "云溪省雨伞借用条例(2026-05-01).md").write_text(text, encoding="utf-8")
    folder = tmp_path / "laws"
    apply_update(plan(source, folder), folder)
    monkeypatch.setenv("REVIEWER_LAWS", str(folder))

    title = "云溪省雨伞借用条例"
    assert "借期不超过三日" in basis_text(LegalBasis(title=title, article="第二条", verified=True))
    assert basis_text(LegalBasis(title=title, article="第二条", verified=False)) == ""
    assert basis_text(LegalBasis(title=title, article=None, verified=True)) == ""
    assert basis_text(LegalBasis(title="云溪省没有的条例", article="第二条", verified=True)) == ""


@pytest.mark.parametrize(("name", "message"), [("gone", "不存在"), ("broken.jsonl", "broken.jsonl:1")])
def test_a_bad_source_is_told(name: str, message: str, tmp_path: Path) -> None:
    """The message names the file, and nothing is written."""
    (tmp_path / "broken.jsonl").write_text("{}\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match=message):
        plan(tmp_path / name, tmp_path / "laws")
