"""Annotates docx files for the tests and looks into what came out."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from reviewer.document import Document
from reviewer.exporters.docx import annotated_docx
from reviewer.exporters.entry import ExportOptions, Reviewed
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_parts import W
from reviewer.extraction.limits import Limits
from tests.conftest import missing
from tests.factories import make_finding, make_report
from tests.reviewer.extraction.docx_files import (
    cell,
    paragraph,
    run,
    table,
)

LIMITS = Limits()
OPTIONS = ExportOptions(written_at=datetime(2026, 11, 24, 10, 30, tzinfo=UTC))
BODY = (
    paragraph("某市扶持产业若干规定")
    + f"<w:p>{run('第一条　对在本市')}{run('依法', '<w:b/>')}{run('登记注册的企业给予奖励。')}</w:p>"
    + table(cell("第二条　指定甲公司") + cell("第三条　由乙公司统一供应"))
)


def annotate(
    data: bytes, quotes: Mapping[str, str | None], options: ExportOptions = OPTIONS, **values: object
) -> bytes:
    """The docx with a finding on each quote; the values are their fixes."""
    document = extract_docx(data, "办法.docx", LIMITS)
    findings = [
        make_finding(document, quote, fix=fix, fingerprint=f"fp1:{number}", message=f"说明{number}", **values)
        for number, (quote, fix) in enumerate(quotes.items())
    ]
    findings.sort(key=lambda finding: finding.span)
    report = make_report(document, *findings)
    return annotated_docx(Reviewed(report=report, document=document, content=data), options)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, member: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(members(data)[member])


def comments(data: bytes) -> list[tuple[str, str]]:
    """The text that each comment stands on, struck-out words included, and what it says."""
    body = tree(data)
    covered: dict[str, str] = {}
    open_ids: set[str] = set()
    for element in body.iter(etree.Element):
        identifier = element.get(W + "id", "")
        if element.tag == W + "commentRangeStart":
            open_ids.add(identifier)
            covered[identifier] = ""
        elif element.tag == W + "commentRangeEnd":
            open_ids.discard(identifier)
        elif element.tag in (W + "t", W + "delText"):
            for each in open_ids:
                covered[each] += element.text or ""
    texts = {
        comment.get(W + "id", ""): "\n".join(
            "".join(t.text or "" for t in p.iter(W + "t")) for p in comment.iter(W + "p")
        )
        for comment in tree(data, "word/comments.xml")
    }
    return [(covered.get(identifier, ""), text) for identifier, text in texts.items()]


def marked_texts(document: Document) -> list[str]:
    return [document.slice(note.span) for note in document.notes if note.kind == "comment" and note.span]


def converted(data: bytes, suffix: str, folder: Path) -> bytes:
    """The file as LibreOffice writes it."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
    folder.mkdir(exist_ok=True)
    source = folder / "source.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / "target"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (target / f"source.{suffix}").read_bytes()


SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
NOTE_MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def accepted(root: etree._Element) -> str:
    return "".join(t.text or "" for t in root.iter(W + "t"))


def rejected(root: etree._Element) -> str:
    ours = [e for e in root.iter(W + "ins") if e.get(W + "author") == "智能审查"]
    skipped = {t for e in ours for t in e.iter(W + "t")}
    return "".join(t.text or "" for t in root.iter(W + "t", W + "delText") if t not in skipped)
