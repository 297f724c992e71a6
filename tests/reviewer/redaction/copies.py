"""Copies for the tests of redaction: made, read again, taken apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from reviewer.document import Document
from reviewer.extraction import extract
from reviewer.finding import Finding
from reviewer.redaction.redact import RedactedCopy, redact
from tests.reviewer.checkers.disclosure import disclosure_report

ID, OTHER_ID = "420106198506173311", "110105199003075512"
MOBILE = "13800138000"
HELPED = f"救助对象李秀梅，身份证号{ID}，手机{MOBILE}，拟给予临时救助。"


def find(document: Document) -> Sequence[Finding]:
    """What the project's own rules find."""
    return disclosure_report(document).findings


def copy_of(data: bytes, name: str, **options: Any) -> RedactedCopy:
    """The copy of a file."""
    return redact(data, name, find, **options)


def text_of(copy: RedactedCopy, name: str) -> str:
    """What a reader of the copy sees."""
    return extract(copy.data, name).text


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
