"""Rows hold the facts of a review, and no personal value in the clear."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from corpora.audit.rows import FileState, failed_result, reviewed_result
from corpora.audit.source import SourceFile
from reviewer.document import Unread
from reviewer.report import Profile, ReadValue
from tests.factories import make_document, make_finding, make_report

FILE = SourceFile(name="甲/通知.TXT", location="/x", size=9, stamp="t1")
PHONE = "13800002222"


def test_personal_value_is_masked_in_every_column() -> None:
    """Also where a finding of another rule quotes the same clause, in its message and in the title."""
    document = make_document(f"关于联系{PHONE}的通知\n优先采购本县企业产品，联系电话{PHONE}。", pages=0)
    title = f"关于联系{PHONE}的通知"
    masked = make_finding(
        document,
        PHONE,
        rule="disclosure/person/phone",
        family="disclosure",
        masked_quote="138****2222",
        message="电话138****2222",
    )
    second = document.text.rindex(PHONE)
    later = make_finding(
        document, PHONE, span=type(masked.span)(second, second + 11), masked_quote="138****2222"
    )
    quoting = make_finding(
        document, f"本县企业产品，联系电话{PHONE}", message=f"“本县企业产品，联系电话{PHONE}”不当"
    )
    profile = Profile(title=ReadValue(value=title, span=type(masked.span)(0, len(title))))
    report = make_report(document, masked, later, quoting, profile=profile)

    result = reviewed_result(FILE, document, report, "v1")

    shown = str([asdict(result.document), *map(asdict, result.findings)])
    assert PHONE not in shown
    assert "联系电话138****2222" in shown


def test_document_row_counts_and_dates() -> None:
    """Counts by severity, the year of signature, the format in lower case."""
    document = make_document("第一条　优先采购本县企业产品。")
    profile = Profile(
        signed_on=ReadValue(value="2021-03-04"), document_number=ReadValue(value="云政规〔2020〕3号")
    )
    report = make_report(document, make_finding(document, "本县企业"), profile=profile)

    row = reviewed_result(FILE, document, report, "v1").document

    assert (row.year, row.violations, row.risks, row.format, row.state) == (2021, 1, 0, "txt", "reviewed")


def test_document_read_in_part_says_what_is_missing() -> None:
    """An incomplete review never looks like a clean one."""
    unread = Unread(part="第3页", reason="没有文字层", remedy="请提供有文字层的版本")
    document = make_document("第一条　本办法自发布之日起施行。", unread=(unread,))

    row = reviewed_result(FILE, document, make_report(document), "v1").document

    assert row.state == FileState.PARTLY
    assert "第3页" in row.reason


@pytest.mark.parametrize("state", [FileState.UNREAD, FileState.PARKED])
def test_file_that_was_not_read_has_a_row(state: FileState) -> None:
    """It is counted, with its reason."""
    row = failed_result(FILE, "", "v1", "文件已加密。请解除密码", state).document

    assert (row.state, row.reason, row.violations) == (state, "文件已加密。请解除密码", 0)


def test_long_paragraph_is_cut_around_the_finding() -> None:
    """A clause is compared and shown, not a whole page."""
    document = make_document("前" * 900 + "优先采购本县企业产品" + "后" * 900)
    finding = make_finding(document, "优先采购本县企业产品")

    (row,) = reviewed_result(FILE, document, make_report(document, finding), "v1").findings

    assert len(row.clause_text) == 300
    assert "优先采购本县企业产品" in row.clause_text
