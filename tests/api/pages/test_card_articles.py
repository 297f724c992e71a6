"""The article beside a finding on the review page."""

from pathlib import Path

import pytest

from api.pages.cards import Card
from corpora.catalogue import load_catalogue
from corpora.law_texts import imported_texts
from corpora.law_updates import apply_update, plan_update
from reviewer.finding import LegalBasis
from tests.factories import make_document, make_finding

_DOCUMENT = make_document("云岭县办法\n第一条 逾期的停止出借。\n")
_TITLE = "云溪省雨伞借用条例"


def test_card_shows_imported_articles_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A basis whose text was not imported keeps its link and shows no text."""
    source = tmp_path / "texts"
    source.mkdir()
    text = f"# {_TITLE}\n\n第一条 为了方便群众，制定本条例。\n\n第二条 借期不超过三日。\n"
    (source / f"{_TITLE}(2026-05-01).md").write_text(text, encoding="utf-8")
    folder = tmp_path / "laws"
    apply_update(plan_update(source, load_catalogue(updates=folder), imported_texts(folder)), folder)
    monkeypatch.setenv("REVIEWER_LAWS", str(folder))
    bases = (
        LegalBasis(title=_TITLE, article="第二条", verified=True),
        LegalBasis(title="云溪省没有的条例", article="第九条", verified=True),
    )

    card = Card(number=1, id="f1", finding=make_finding(_DOCUMENT, "停止出借", basis=bases), place="第 2 行")

    assert [words for words, _ in card.articles] == [f"《{_TITLE}》第二条"]
    assert "借期不超过三日" in card.articles[0][1]
