"""The text of an article beside the finding that names it, where the operator imported the law."""

import pytest

from reviewer.exporters import load_exporter
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.exporters.wording import LONGEST_ARTICLE, article_words
from reviewer.finding import LegalBasis
from tests.factories import make_document, make_finding, make_report

_DOCUMENT = make_document("云岭县办法\n第一条 借伞应当按时归还，逾期的停止出借。\n")
_BASIS = LegalBasis(title="云溪省雨伞借用条例", article="第三条", verified=True)


def _written(name: str, options: ExportOptions) -> str:
    report = make_report(_DOCUMENT, make_finding(_DOCUMENT, "逾期的停止出借", basis=(_BASIS,)))
    return b"".join(load_exporter(name)([Reviewed(report=report, document=_DOCUMENT)], options)).decode()


@pytest.mark.parametrize("name", ["text", "html"])
def test_imported_article_stands_beside_the_finding(name: str) -> None:
    """Title, article and text."""
    options = ExportOptions(article_text=lambda basis: f"{basis.article}　借期不超过\n三日。")

    written = _written(name, options)

    assert "条文" in written
    assert "《云溪省雨伞借用条例》第三条：第三条 借期不超过 三日。" in written


@pytest.mark.parametrize("name", ["text", "html"])
def test_without_an_imported_text_title_and_number_stand_alone(name: str) -> None:
    """No empty line is written."""
    written = _written(name, ExportOptions())

    assert "《云溪省雨伞借用条例》第三条" in written
    assert "条文：" not in written
    assert "<dt>条文</dt>" not in written


def test_long_article_is_shortened() -> None:
    """A definition of forty items does not bury the finding."""
    (words,) = article_words((_BASIS,), lambda basis: "伞" * (LONGEST_ARTICLE + 1))

    assert words.endswith("伞……")
    assert words.count("伞") == LONGEST_ARTICLE + 1
