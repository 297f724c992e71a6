"""The law catalogue: built by a script, checked by a schema, asked at a date."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from corpora.catalogue import FOLDER, FileCatalogue, check_entries, load_catalogue, read_renumbered
from corpora.catalogue_build import build_entries, main, read_source, write_catalogue
from reviewer.errors import CatalogueError
from reviewer.law import LawKind, LawStatus, normalise_name
from reviewer.numbering import parse_numeral

TODAY = date(2026, 11, 23)
ENVIRONMENT_CODE = "中华人民共和国生态环境法典"
CIVIL_CODE = "中华人民共和国民法典"
SHARED = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[3] / "shared"))


@pytest.fixture(scope="module")
def catalogue() -> FileCatalogue:
    """The catalogue that ships with the project."""
    return load_catalogue()


@pytest.mark.parametrize("name", ["catalogue.jsonl", "supplement.jsonl"])
def test_every_line_follows_the_schema(name: str) -> None:
    """No field is unknown, no date out of order."""
    assert check_entries(FOLDER / name) > 0


def test_catalogue_is_what_the_script_makes_of_its_source(tmp_path: Path) -> None:
    """The committed file can be built again, byte for byte."""
    source = SHARED / "legal" / "laws.jsonl"
    if not source.exists():
        pytest.skip("the source of the catalogue is not at hand")

    write_catalogue(build_entries(read_source(source)), tmp_path / "built.jsonl")

    assert (tmp_path / "built.jsonl").read_bytes() == (FOLDER / "catalogue.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("short_title", "day", "successor"),
    [
        *(
            (f"{name}法", date(2026, 8, 15), ENVIRONMENT_CODE)
            for name in (
                "环境保护",
                "环境影响评价",
                "海洋环境保护",
                "大气污染防治",
                "水污染防治",
                "土壤污染防治",
                "固体废物污染环境防治",
                "噪声污染防治",
                "放射性污染防治",
                "清洁生产促进",
            )
        ),
        *(
            (name, date(2021, 1, 1), CIVIL_CODE)
            for name in ("合同法", "物权法", "担保法", "婚姻法", "继承法", "侵权责任法", "收养法")
        ),
        ("民法总则", date(2021, 1, 1), CIVIL_CODE),
        ("民法通则", date(2021, 1, 1), CIVIL_CODE),
        ("增值税暂行条例", date(2026, 1, 1), "中华人民共和国增值税法"),
        ("乡镇企业法", date(2025, 12, 27), None),
        ("全民所有制工业企业法", date(2026, 3, 12), None),
        ("矿产资源法实施细则", date(2026, 6, 15), "中华人民共和国矿产资源法实施条例"),
        ("公司登记管理条例", date(2022, 3, 1), "中华人民共和国市场主体登记管理条例"),
        ("企业法人登记管理条例", date(2022, 3, 1), "中华人民共和国市场主体登记管理条例"),
    ],
)
def test_law_ends_on_its_day(
    catalogue: FileCatalogue, short_title: str, day: date, successor: str | None
) -> None:
    """In force on the eve, ended on the day, with the title of what replaced it."""
    before = catalogue.by_short_title(short_title, date.fromordinal(day.toordinal() - 1))
    after = catalogue.by_short_title(short_title, day)

    assert before is not None
    assert after is not None
    assert before.status(date.fromordinal(day.toordinal() - 1)) is LawStatus.IN_FORCE
    assert after.status(day) in (LawStatus.REPEALED, LawStatus.LAPSED)
    assert after.superseded_by == successor


@pytest.mark.parametrize(
    ("title", "successor"),
    [
        ("行政机关公务员处分条例", None),
        ("现金管理暂行条例", None),
        ("城市供水条例", "供水条例"),
        ("森林防火条例", "森林草原防灭火条例"),
        ("草原防火条例", "森林草原防灭火条例"),
        ("信访条例", "信访工作条例"),
        ("法规规章备案条例", "法规规章备案审查条例"),
        ("深圳市行政机关规范性文件管理规定", "深圳市行政规范性文件管理规定"),
        ("广东省行政机关规范性文件管理规定", "广东省行政规范性文件管理规定"),
        ("公平竞争审查制度实施细则", "公平竞争审查条例；公平竞争审查条例实施办法"),
        ("国家预算管理条例", "中华人民共和国预算法"),
    ],
)
def test_instrument_has_ended(catalogue: FileCatalogue, title: str, successor: str | None) -> None:
    """Repealed at the day of the catalogue, also where the day of repeal is not known."""
    law = catalogue.exact(title, TODAY)

    assert law is not None
    assert law.status(TODAY) is LawStatus.REPEALED
    assert law.superseded_by == successor


@pytest.mark.parametrize(
    ("title", "day", "articles"),
    [
        ("中华人民共和国行政处罚法", TODAY, 86),
        ("中华人民共和国立法法", TODAY, 120),
        ("中华人民共和国立法法", date(2020, 1, 1), 105),
        ("中华人民共和国反垄断法", TODAY, 70),
        ("中华人民共和国反垄断法", date(2022, 7, 31), 57),
        ("中华人民共和国网络安全法", date(2025, 12, 31), 79),
        ("中华人民共和国网络安全法", date(2026, 1, 1), 81),
        ("中华人民共和国商标法", TODAY, 73),
        ("中华人民共和国商标法", date(2027, 1, 1), 87),
        (ENVIRONMENT_CODE, TODAY, 1242),
        (CIVIL_CODE, TODAY, 1260),
        ("公平竞争审查条例", TODAY, 27),
    ],
)
def test_version_in_force_at_the_date_is_given(
    catalogue: FileCatalogue, title: str, day: date, articles: int
) -> None:
    """The same title has other articles on another day."""
    law = catalogue.exact(title, day)

    assert law is not None
    assert law.status(day) is LawStatus.IN_FORCE
    assert law.articles == articles


@pytest.mark.parametrize("title", ["中华人民共和国医疗保障法", "中华人民共和国耕地保护和质量提升法"])
def test_promulgated_law_is_pending(catalogue: FileCatalogue, title: str) -> None:
    """In force from the first day of 2027."""
    law = catalogue.exact(title, TODAY)

    assert law is not None
    assert law.status(TODAY) is LawStatus.PENDING
    assert law.status(date(2027, 1, 1)) is LawStatus.IN_FORCE


def test_superseded_version_is_amended(catalogue: FileCatalogue) -> None:
    """A version ends where the next begins."""
    old, new = catalogue.versions("中华人民共和国行政复议法")

    assert old.until == new.begins
    assert old.status(TODAY) is LawStatus.AMENDED


def test_name_is_compared_without_marks_blanks_and_width(catalogue: FileCatalogue) -> None:
    """But 中华人民共和国 belongs to a title or does not."""
    assert catalogue.exact("《 中华人民共和国行政处罚法 》", TODAY) is not None
    assert catalogue.exact("中国人民解放军实施〈中华人民共和国药品管理法〉办法", TODAY) is not None
    assert catalogue.exact("公平竞争审查制度实施细则(暂行)", TODAY) is not None
    assert catalogue.exact("行政处罚法", TODAY) is None
    assert catalogue.exact("中华人民共和国优化营商环境条例", TODAY) is None


def test_name_that_contains_a_short_title_is_its_own_law(catalogue: FileCatalogue) -> None:
    """政府采购法实施条例 is not 政府采购法."""
    law = catalogue.by_short_title("政府采购法实施条例", TODAY)

    assert law is not None
    assert law.title == "中华人民共和国政府采购法实施条例"


def test_order_number_leads_to_its_instrument(catalogue: FileCatalogue) -> None:
    """国务院令第783号 promulgated 公平竞争审查条例."""
    law = catalogue.by_number("国务院令第783号", TODAY)

    assert law is not None
    assert law.title == "公平竞争审查条例"
    assert catalogue.by_number("国务院令第9999号", TODAY) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("中华人民共和国固体废物污染防治法", "中华人民共和国固体废物污染环境防治法"),
        ("政府信息公开法", "中华人民共和国政府信息公开条例"),
        ("中华人民共和国招标投标管理法", "中华人民共和国招标投标法"),
        ("中华人民共和国茶叶分级包装法", None),
    ],
)
def test_misspelt_title_is_only_suggested(catalogue: FileCatalogue, wrong: str, right: str | None) -> None:
    """Likeness suggests and never resolves."""
    suggested = catalogue.suggest(wrong, TODAY)

    assert (suggested.title if suggested else None) == right
    assert catalogue.exact(wrong, TODAY) is None
    assert catalogue.by_short_title(wrong, TODAY) is None


def test_only_the_upper_ranks_are_complete(catalogue: FileCatalogue) -> None:
    """Elsewhere a missing title is unlisted."""
    assert catalogue.complete_at(LawKind.LAW)
    assert catalogue.complete_at(LawKind.ADMINISTRATIVE_REGULATION)
    assert not catalogue.complete_at(LawKind.LOCAL_REGULATION)
    assert not catalogue.complete_at(LawKind.DEPARTMENT_REGULATION)


def test_damaged_catalogue_is_named(tmp_path: Path) -> None:
    """The message names the folder and the remedy."""
    (tmp_path / "catalogue.jsonl").write_text('{"version":"2026-09-30"\n{"title":', encoding="utf-8")

    with pytest.raises(CatalogueError, match="请重新生成"):
        load_catalogue(tmp_path)


def test_bad_line_is_named(tmp_path: Path) -> None:
    """File and line stand in the message."""
    path = tmp_path / "catalogue.jsonl"
    good = {"title": "临江市供热条例", "kind": "local_regulation"}
    bad = {**good, "effective": "2026-01-01", "repealed": "2025-01-01"}
    path.write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"catalogue\.jsonl:2"):
        check_entries(path)


def test_source_line_that_breaks_the_schema_is_named(tmp_path: Path) -> None:
    """A source with a field that nobody knows is refused."""
    source = tmp_path / "laws.jsonl"
    source.write_text('{"title": "临江市供热条例", "unknown": 1}\n', encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"laws\.jsonl:1"):
        read_source(source)


def test_script_without_a_source_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use gives 2."""
    assert main([]) == 2
    assert "用法" in capsys.readouterr().err


@pytest.fixture(scope="module")
def texts() -> dict[str, dict[int, str]]:
    """Texts of laws by title and article, where they are at hand."""
    folder = SHARED / "legal" / "texts"
    if not folder.exists():
        pytest.skip("no texts of laws at hand")
    return {path.name.partition("(")[0]: _articles(path) for path in folder.glob("*.md")}


def test_renumbered_articles_agree_with_the_texts_in_force(texts: dict[str, dict[int, str]]) -> None:
    """A topic word stands in the new article and none in what bears the old number now."""
    faulty = []
    for title, table in read_renumbered(FOLDER / "renumbered.yaml").items():
        for entry in table:
            new, old = texts[title].get(entry.new, ""), texts[title].get(entry.old, "")
            if not any(topic in new for topic in entry.topics) or any(t in old for t in entry.topics):
                faulty.append((title, entry.old, entry.new))

    assert faulty == []


def test_renumbered_titles_stand_in_the_catalogue(catalogue: FileCatalogue) -> None:
    """With a version that begins on the day from which the new numbers count."""
    for title, table in read_renumbered(FOLDER / "renumbered.yaml").items():
        law = catalogue.exact(title, TODAY)
        assert law is not None, title
        assert law.begins == table[0].since, title
        assert law.articles is not None
        assert all(entry.new <= law.articles for entry in table), title
        assert catalogue.renumberings(normalise_name(title)) == table


def _articles(path: Path) -> dict[int, str]:
    articles: dict[int, str] = {}
    current = None
    for line in path.read_text(encoding="utf-8").splitlines():
        label, _, rest = line.partition("条")
        number = parse_numeral(label.removeprefix("第")) if label.startswith("第") else None
        if number is not None and rest[:1] in ("\u3000", " "):
            current = number
        if current is not None and not line.startswith("#"):
            articles[current] = articles.get(current, "") + line
    return articles
