"""The ledger goes out, comes back filled in, and every difference is told."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from corpora.audit.compare import load_results
from corpora.audit.decisions import OPEN, load_changes
from corpora.audit.errors import AuditError
from corpora.audit.ledger import COLUMNS, ID, SHEET, ledger_rows
from corpora.audit.ledger_import import import_ledger
from corpora.audit.local import LocalEngine
from corpora.audit.reports import write_reports
from corpora.audit.run import run_audit
from corpora.audit.settings import AuditFolder
from tests.conftest import missing
from tests.corpora.audit.folders import SETTINGS

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REQUIRED = (
    "序号", "文件名称", "文号", "制定机关", "成文日期", "问题条款原文", "涉及标准", "依据", "处理建议",
    "责任单位", "整改期限", "状态",
)  # fmt: skip
_TEXT = """云岭县支持产业发展若干措施
云政规〔2020〕3号
第一条　对将注册地迁入本县的企业，一次性给予二百万元落户奖励。
第二条　县级政府投资项目在同等条件下应当优先采购本县企业生产的水泥。
第三条　政策咨询可以拨打13800002222。
第四条　本措施自2020年5月1日起施行，有效期五年。
云岭县人民政府
2020年4月20日
"""


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit of one document past its validity and one whose name is a formula."""
    folder = tmp_path_factory.mktemp("in")
    (folder / "措施.txt").write_text(_TEXT, encoding="utf-8")
    formula = "=HYPERLINK(1)\n第一条　对将注册地迁入本区的企业，给予一百万元奖励。\n"
    (folder / "=1+1.txt").write_text(formula, encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a package")
    out = tmp_path_factory.mktemp("out") / "results"
    run_audit(str(folder), out, SETTINGS, engine=LocalEngine(1))
    write_reports(out)
    return out


@pytest.fixture
def out(audited: Path, tmp_path: Path) -> Path:
    """A copy of the results, to be written to."""
    return Path(shutil.copytree(audited, tmp_path / "results"))


def _edit(path: Path, edit: Callable[[Any, dict[str, int]], None]) -> Path:
    """The ledger after someone has worked in it."""
    book = load_workbook(path)
    sheet = book[SHEET]
    edit(sheet, {cell.value: cell.column for cell in sheet[1]})
    target = path.with_name("filled.xlsx")
    book.save(target)
    return target


def _import(ledger: Path, out: Path, **options: bool) -> Any:
    return import_ledger(ledger, load_results(out), now=NOW, **options)


def test_ledger_has_the_columns_filters_and_choices_of_offices(audited: Path) -> None:
    """Cover first; the rows can be filtered; proposals and statuses are chosen from lists."""
    book = load_workbook(audited / "ledger.xlsx")
    sheet = book[SHEET]
    rows = [
        dict(zip(COLUMNS, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)
    ]

    assert book.sheetnames[0] == "封面"
    assert COLUMNS[: len(REQUIRED)] == REQUIRED
    assert sheet.auto_filter.ref == f"A1:R{len(rows) + 1}"
    assert {choice.formula1 for choice in sheet.data_validations.dataValidation} == {
        '"废止,修订,保留"',
        '"待处理,整改中,已整改,已销号,不予整改"',
    }
    mine = [row for row in rows if row["文件路径"] == "措施.txt"]
    assert {row["文号"] for row in mine} == {"云政规〔2020〕3号"}
    assert {row["涉及标准"] for row in mine} > {"已过有效期"}
    assert {row["状态"] for row in rows} == {OPEN}
    assert [row[0].value for row in book["未完整读取的文件"].iter_rows(min_row=2)] == ["坏.docx"]


def test_nothing_in_the_ledger_is_a_formula_or_personal(audited: Path) -> None:
    """A cell that begins with = stays text; telephone numbers are masked."""
    book = load_workbook(audited / "ledger.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if "13800002222" in str(cell.value)]


def test_filled_ledger_is_taken_over_and_closes_rows(out: Path) -> None:
    """销号, deadline, unit; the next ledger shows them."""

    def fill(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["状态"]).value = "已销号"
        sheet.cell(2, columns["整改期限"]).value = datetime(2026, 12, 31)
        sheet.cell(3, columns["处理建议"]).value = "保留"
        sheet.cell(3, columns["责任单位"]).value = "云岭县财政局"

    outcome = _import(_edit(out / "ledger.xlsx", fill), out)
    write_reports(out)

    assert (outcome.count("更新"), outcome.closed, len(outcome.differences)) == (4, 1, 4)
    rows = list(load_workbook(out / "ledger.xlsx")[SHEET].iter_rows(min_row=2, values_only=True))
    first, second = (dict(zip(COLUMNS, row, strict=True)) for row in rows[:2])
    assert (first["状态"], first["整改期限"]) == ("已销号", "2026-12-31")
    assert (second["处理建议"], second["责任单位"]) == ("保留", "云岭县财政局")


def test_untouched_ledger_changes_nothing(out: Path) -> None:
    """What a spreadsheet does to texts on saving is no difference."""
    outcome = _import(_edit(out / "ledger.xlsx", lambda sheet, columns: None), out)

    assert outcome.differences == []


def test_conflict_is_told_and_not_overwritten(out: Path) -> None:
    """Two offices fill in copies of one ledger: the second does not silently win."""

    def status(value: str) -> Callable[[Any, dict[str, int]], None]:
        return lambda sheet, columns: setattr(sheet.cell(2, columns["状态"]), "value", value)

    first = _edit(out / "ledger.xlsx", status("整改中")).rename(out / "first.xlsx")
    second = _edit(out / "ledger.xlsx", status("已销号")).rename(out / "second.xlsx")
    _import(first, out)

    refused = _import(second, out)
    kept = next(iter(ledger_rows(load_results(out)))).entry.status
    forced = _import(second, out, overwrite=True)

    assert (refused.count("冲突"), refused.changes, kept) == (1, [], "整改中")
    assert forced.count("更新") == 1
    assert next(iter(ledger_rows(load_results(out)))).entry.status == "已销号"
    assert [change.value for change in load_changes(AuditFolder(path=out))] == ["整改中", "已销号"]


def test_what_cannot_be_taken_is_told(out: Path) -> None:
    """Changed facts, invalid values, rows that are missing, unknown or twice."""

    def spoil(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["问题条款原文"]).value = "改写的原文"
        sheet.cell(2, columns["状态"]).value = "完成"
        sheet.cell(2, columns["整改期限"]).value = "年底"
        sheet.cell(3, columns[ID]).value = "不认识"
        sheet.append([cell.value for cell in sheet[2]])

    outcome = _import(_edit(out / "ledger.xlsx", spoil), out)

    assert {kind: outcome.count(kind) for kind in ("改动", "无效", "多行", "缺行", "更新")} == {
        "改动": 1,
        "无效": 2,
        "多行": 2,
        "缺行": 1,
        "更新": 0,
    }
    assert load_changes(AuditFolder(path=out)) == []


def test_dry_run_only_tells(out: Path) -> None:
    """The record stays as it is."""
    filled = _edit(
        out / "ledger.xlsx", lambda sheet, columns: setattr(sheet.cell(2, columns["状态"]), "value", "已整改")
    )

    outcome = _import(filled, out, dry_run=True)

    assert outcome.count("更新") == 1
    assert load_changes(AuditFolder(path=out)) == []


def test_ledger_changed_by_hand_is_put_aside(out: Path) -> None:
    """Reports are written anew; what someone filled in lies beside them."""
    filled = _edit(out / "ledger.xlsx", lambda sheet, columns: setattr(sheet.cell(2, 9), "value", "保留"))
    filled.replace(out / "ledger.xlsx")

    write_reports(out)

    (kept,) = out.glob("ledger-*.xlsx")
    assert load_workbook(kept)[SHEET].cell(2, 9).value == "保留"


@pytest.mark.parametrize("content", ["", "PK\x03\x04", "a,b\n"], ids=["empty", "torn", "csv"])
def test_other_file_is_refused(out: Path, content: str) -> None:
    """A csv or a torn file is no ledger."""
    (out / "x.xlsx").write_text(content, encoding="ascii")

    with pytest.raises(AuditError, match="不是本软件生成的清理台账"):
        _import(out / "x.xlsx", out)


def test_ledger_opens_in_libreoffice(audited: Path, tmp_path: Path) -> None:
    """And nothing of it is lost there."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-calc-nogui")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "ods", "--outdir", str(tmp_path), str(audited / "ledger.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    command[-4:] = ["xlsx", "--outdir", str(tmp_path / "back"), str(tmp_path / "ledger.ods")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    outcome = import_ledger(tmp_path / "back" / "ledger.xlsx", load_results(audited), now=NOW, dry_run=True)

    assert outcome.differences == []


def test_date_of_the_audit_decides_what_has_expired(audited: Path) -> None:
    """Five years from 1 May 2020 end on 30 April 2025."""
    (expired,) = load_results(audited).expired

    assert (expired.document, expired.last_day) == ("措施.txt", date(2025, 4, 30))
