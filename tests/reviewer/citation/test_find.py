"""Where citations stand and what they stand for."""

from collections.abc import Callable
from typing import Any

import pytest

from corpora.catalogue import FileCatalogue
from reviewer.citation import bare_names
from reviewer.citation.find import find_citations, find_internal_references
from reviewer.citation.model import CitationForm
from reviewer.citation.resolve import Resolution
from reviewer.language.fold import fold


def _found(catalogue: FileCatalogue, text: str) -> list[tuple[str, str]]:
    view = fold(text).text
    citations = find_citations(view, bare_names(catalogue))
    return [(citation.form.value, view[citation.start : citation.end]) for citation in citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《中华人民共和国水法》制定。", [("title", "《中华人民共和国水法》")]),
        (
            "依照《行政许可法》第五条第一款、第三款和第（二）项",
            [("title", "《行政许可法》第五条第一款、第三款和第（二）项")],
        ),
        ("依照《行政许可法》第三条、第五条至第七条办理", [("title", "《行政许可法》第三条、第五条至第七条")]),
        (
            "《公平竞争审查条例》（国务院令第783号）第八条",
            [("title", "《公平竞争审查条例》（国务院令第783号）第八条")],
        ),
        ("《行政许可法》中第五条", [("title", "《行政许可法》中第五条")]),
        (
            "《关于印发〈优化营商环境条例〉宣传方案的通知》",
            [("title", "《关于印发〈优化营商环境条例〉宣传方案的通知》")],
        ),
        ("《关于学习《立法法》的通知》已发", [("title", "《关于学习《立法法》的通知》")]),
        ("《上海市实施〈义务教育法〉办法》第三条", [("title", "《上海市实施〈义务教育法〉办法》第三条")]),
        ("违反行政处罚法第六十三条", [("bare", "行政处罚法第六十三条")]),
        ("适用中华人民共和国行政许可法第三条", [("bare", "中华人民共和国行政许可法第三条")]),
        ("依照行政许可法、行政处罚法的规定", [("bare", "行政许可法"), ("bare", "行政处罚法")]),
        ("行政许可法规定的程序", [("bare", "行政许可法")]),
        ("《电子商务法》已公布。该法第九条", [("title", "《电子商务法》"), ("back", "该法第九条")]),
        ("根据国务院令第722号办理", [("number", "国务院令第722号")]),
        ("《没有收尾的书名\n根据《水法》办理", [("title", "《水法》")]),
        ("《外层没有收尾的《水法》规定", [("title", "《水法》")]),
        ("本办法第三条和第五条", []),
        ("公司法人治理、会计法规培训、刑法学概论、合同法律顾问", []),
        ("某某管理条例第三条", []),
        ("参考教材租赁合同法第三条", []),
        ("依照租赁合同法第三条", [("bare", "租赁合同法第三条")]),
        ("按照上述方法第三条", []),
    ],
)
def test_citations_are_found_whole(
    catalogue: FileCatalogue, text: str, expected: list[tuple[str, str]]
) -> None:
    """The longest name, its brackets and its clauses."""
    assert _found(catalogue, text) == expected


@pytest.mark.parametrize(
    ("text", "last", "title", "how"),
    [
        (
            "根据《中华人民共和国个人信息保护法》（以下简称《个保法》），《个保法》第六条",
            "《个保法》第六条",
            "中华人民共和国个人信息保护法",
            "defined",
        ),
        (
            "根据《公平竞争审查条例》，以下简称条例。适用条例第十二条",
            "条例第十二条",
            "公平竞争审查条例",
            "defined",
        ),
        (
            "《税收征管法》第三条。根据《中华人民共和国税收征收管理法》（以下简称《税收征管法》）",
            "《税收征管法》第三条",
            "中华人民共和国税收征收管理法",
            "defined",
        ),
        (
            "《水法》和《优化营商环境条例》（以下分别简称《水》、《条例》），《条例》第三条",
            "《条例》第三条",
            "优化营商环境条例",
            "defined",
        ),
        ("《河道管理条例》规定。该条例第五条", "该条例第五条", "中华人民共和国河道管理条例", "back"),
        ("《水法》《防洪法》另有规定的，依照同法第三条", "同法第三条", "中华人民共和国防洪法", "back"),
        (
            "《政府信息公开条例》第三条",
            "《政府信息公开条例》第三条",
            "中华人民共和国政府信息公开条例",
            "short",
        ),
        (
            "政府采购法实施条例第二十条",
            "政府采购法实施条例第二十条",
            "中华人民共和国政府采购法实施条例",
            "short",
        ),
        (
            "《中华人民共和国公司法（2018年修正）》第二百一十条",
            "《中华人民共和国公司法（2018年修正）》第二百一十条",
            "中华人民共和国公司法",
            "exact",
        ),
        (
            "《公平竞争审查条例实施办法》第三条",
            "《公平竞争审查条例实施办法》第三条",
            "公平竞争审查条例实施办法",
            "exact",
        ),
        (
            "《临江市河道条例》另有规定的，适用《河道条例》第三条",
            "《河道条例》第三条",
            "临江市河道条例",
            "defined",
        ),
    ],
)
def test_citation_stands_for_its_law(
    judge: Callable[..., Any], text: str, last: str, title: str, how: str
) -> None:
    """Short titles, definitions before and after, pointing back."""
    judged = judge(text)

    meant = [c for c in judged.citations if judged.view[c.citation.start : c.citation.end] == last]

    assert [(c.title, c.how.value) for c in meant] == [(title, how)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("临江市供水管理办法", "临江市供水管理办法\n第一条 《临江市供水管理办法》适用于本市。"),
        (None, "临江市人民政府关于印发《临江市供水管理办法》的通知"),
        (None, "《临江市供水管理条例》已由临江市人民代表大会常务委员会第三次会议通过，现予公布。"),
    ],
)
def test_document_does_not_cite_itself(judge: Callable[..., Any], title: str | None, text: str) -> None:
    """Its own title is no law that the catalogue ought to hold."""
    judged = judge(text, title=title)

    assert {c.how for c in judged.citations} == {Resolution.OWN}
    assert judged.verdicts == []


def test_version_named_by_its_year_is_the_one_meant(judge: Callable[..., Any]) -> None:
    """公司法 of 2018 has 218 articles, that of 2023 more."""
    judged = judge("依照《中华人民共和国公司法》（2018年修正）第二百一十条")

    assert judged.citations[0].law.articles == 218


def test_offsets_are_those_of_the_folded_view(judge: Callable[..., Any]) -> None:
    """Blanks between Han characters and full-width digits do not hide a citation."""
    text = "根据《中华人民共和国 行 政处罚法》第９９条"
    view = fold(text)
    verdict = judge(text).verdicts[0]

    span = view.source_span(verdict.start, verdict.end)

    assert text[span.start : span.end] == "《中华人民共和国 行 政处罚法》第９９条"


def test_own_clauses_are_internal_references(catalogue: FileCatalogue) -> None:
    """本办法第三条, 第五条 alone and 前款 belong to the document, a heading and another law's article not."""
    text = (
        "第六条 违反本办法第三条、第五条第二款和前款的，依照行政处罚法第九条处理。\n第七条 按照第八条办理。"
    )
    view = fold(text).text
    external = find_citations(view, bare_names(catalogue))

    internal = find_internal_references(view, external)

    assert [(c.form, view[c.start : c.end]) for c in internal] == [
        (CitationForm.SELF, "本办法第三条、第五条第二款"),
        (CitationForm.RELATIVE, "前款"),
        (CitationForm.SELF, "第八条"),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "《",
        "》",
        "《a《b》",
        "依照",
        "第一条、",
        "《行政处罚法》第一条、",
        "《立法法》和",
        "《合同法》\n",
        "《a》（以下简称",
        "国务院令第1号",
        "国发[2018]12",
        "行政处罚法第一条",
        "（",
    ],
)
def test_hostile_text_is_read_to_its_end(judge: Callable[..., Any], unit: str) -> None:
    """Four thousand beginnings of a citation and no end: nothing breaks."""
    judge(unit * 4_000)
