"""Summary, tables and dashboard of an audit: complete, offline, each chart beside its table."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from corpora.audit.compare import load_results
from corpora.audit.local import LocalEngine
from corpora.audit.reports import write_reports
from corpora.audit.run import run_audit
from corpora.audit.summary import Totals
from corpora.audit.tables import build_tables
from tests.corpora.audit.folders import SETTINGS

_TITLE = "云岭县促进物流业发展若干措施"
_REWARD = "第一条　对将注册地迁入本县的企业，一次性给予二百万元落户奖励。"
_CITED = "第二条　签订合同应当符合《中华人民共和国合同法》的规定。"
_PLAIN = (
    "关于报送年度工作总结的通知",
    "各乡镇人民政府，县直各部门：",
    "请于十二月底前报送本年度工作总结，内容包括主要工作、存在的困难和明年的打算，篇幅不限。",
    "云岭县人民政府办公室",
    "2023年7月8日",
)
_FILES = {
    "a.txt": f"{_TITLE}\n云政规〔2019〕1号\n{_REWARD}\n{_CITED}\n第三条　本措施自2019年4月1日起施行，"
    "有效期三年。\n云岭县人民政府\n2019年3月4日\n",
    "b.txt": f"青川市促进农业发展若干措施\n{_REWARD.replace('二百', '三百')}\n青川市人民政府\n2022年5月6日\n",
    "c.html": "<html><body><p>" + "</p><p>".join(_PLAIN) + "</p></body></html>",
    "d.txt": "\n".join(_PLAIN),
}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Totals]:
    """An audit of four files, two of them one document, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("in")
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "e.docx").write_bytes(b"PK\x03\x04 not a package")
    out = tmp_path_factory.mktemp("out") / "results"
    run_audit(str(folder), out, SETTINGS, engine=LocalEngine(1))
    return out, write_reports(out)


@pytest.fixture(scope="module")
def tables(audited: tuple[Path, Totals]) -> Mapping[str, list[tuple[Any, ...]]]:
    """Rows of all tables by name."""
    return {table.name: list(table.rows) for table in build_tables(load_results(audited[0]))}


def test_files_that_are_one_document_count_once(audited: tuple[Path, Totals]) -> None:
    """Five files, one unread, one in two formats."""
    totals = audited[1]

    assert (totals.files, totals.counted, totals.duplicates, totals.unread) == (5, 4, 1, 1)
    assert not totals.complete


def test_summary_holds_figures_versions_and_tables(audited: tuple[Path, Totals]) -> None:
    """What a program reads."""
    summary = json.loads((audited[0] / "summary.json").read_text(encoding="utf-8"))

    assert summary["totals"]["files"] == 5
    assert summary["versions"]["rules"]
    assert summary["complete"] is False
    assert summary["tables"]["families"]["columns"][0] == "类别"


def test_repeated_clause_is_found_across_documents(tables: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """The reward that two documents promise, in two amounts."""
    row = next(row for row in tables["repeated"] if "迁入本县" in row[3])

    assert (row[0], row[1], row[4]) == (2, 2, "a.txt；b.txt")


def test_repealed_law_is_listed_with_its_documents(tables: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """Most often cited after repeal."""
    assert ("中华人民共和国合同法", 1, 1) in tables["repealed"]


def test_trend_and_issuers_tell_years_and_authorities(tables: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """By the date of signature; what is unknown is said."""
    years = {row[0]: row[1] for row in tables["years"]}

    assert (years["2019"], years["2022"]) == (1, 1)
    assert {"云岭县人民政府", "青川市人民政府"} <= {row[0] for row in tables["issuers"]}


def test_riskiest_documents_come_first(tables: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """The score orders the documents that count."""
    scores = [row[0] for row in tables["riskiest"]]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_expired_and_unread_are_listed(tables: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """Past its three years; the torn file with a remedy."""
    assert [row[1] for row in tables["expired"]] == ["a.txt"]
    assert [row[0] for row in tables["failures"]] == ["e.docx"]


def test_failures_and_findings_are_csv_files(audited: tuple[Path, Totals]) -> None:
    """They open in a spreadsheet as they are."""
    with (audited[0] / "failures.csv").open(encoding="utf-8-sig", newline="") as stream:
        failures = list(csv.reader(stream))
    with (audited[0] / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        findings = list(csv.DictReader(stream))

    assert [row[0] for row in failures] == ["文件", "e.docx"]
    assert {"a.txt", "b.txt"} <= {row["文件"] for row in findings}


class _Page(HTMLParser):
    """Elements and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]


def test_dashboard_needs_no_script_and_no_network(audited: tuple[Path, Totals]) -> None:
    """It opens from a memory stick; links lead to its own sections."""
    text = (audited[0] / "dashboard.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)

    assert not {"script", "link", "iframe", "img", "object"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert not re.search(r"url\(\s*['\"]?http", text)
    assert "未完整审查" in text
    assert "未签发" in text


def test_every_chart_stands_beside_its_table(audited: tuple[Path, Totals]) -> None:
    """Whoever cannot see the chart reads the same figures."""
    text = (audited[0] / "dashboard.html").read_text(encoding="utf-8")
    pairs = re.findall(r'<div class="pair">(.*?)</section>', text, re.DOTALL)

    assert len(pairs) >= 8
    assert all("<svg" in pair and "<table>" in pair and 'aria-label="' in pair for pair in pairs)


def test_the_same_rows_give_the_same_summary(audited: tuple[Path, Totals]) -> None:
    """Byte for byte, however often."""
    before = (audited[0] / "summary.json").read_bytes()

    write_reports(audited[0])

    assert (audited[0] / "summary.json").read_bytes() == before
