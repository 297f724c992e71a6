"""Legacy and foreign office formats are read through LibreOffice."""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import shutil
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from reviewer.extraction.office import convert
from reviewer.extraction.sniff import MediaType
from reviewer.extraction.word_binary import word_characters

PARAGRAPHS = ["关于规范公平竞争审查工作的通知", "第一条　本市各单位应当遵守本办法。", "第二条　略。"]
CLOSING = "附件：责任分工"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("manifest", "manifest"),
    )
)


def require_libreoffice() -> None:
    """Skip where LibreOffice is missing; on the build machine that is a failure."""
    if shutil.which("soffice") is None:
        assert os.environ.get("CI") != "true", "LibreOffice is missing"
        pytest.skip("LibreOffice is not installed")


@pytest.fixture(scope="module")
def legacy_files() -> dict[str, bytes]:
    """One document in each legacy format, made by LibreOffice from a docx."""
    require_libreoffice()
    source = docx.Document()
    for paragraph in PARAGRAPHS:
        source.add_paragraph(paragraph)
    table = source.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "承办单位", "某某局"
    source.add_paragraph(CLOSING)
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        source.save(f"{folder}/source.docx")
        for suffix in ("doc", "rtf", "odt"):
            subprocess.run(
                [
                    "soffice",
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    suffix,
                    "--outdir",
                    folder,
                    f"{folder}/source.docx",
                ],
                check=True,
                capture_output=True,
                timeout=120,
            )
            files[suffix] = Path(folder, f"source.{suffix}").read_bytes()
    return files


def odt(body: str, manifest: str = "") -> bytes:
    """An OpenDocument text with this body."""
    root = f"<office:document-content {NAMESPACES} xmlns:xlink='http://www.w3.org/1999/xlink'>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f"<manifest:manifest {NAMESPACES}>"
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}'
        "</manifest:file-entry></manifest:manifest>",
        "content.xml": f"{root}<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("suffix", "media_type"), [("doc", MediaType.DOC), ("rtf", MediaType.RTF), ("odt", MediaType.ODT)]
)
def test_a_legacy_file_is_read_like_a_docx(
    legacy_files: dict[str, bytes], suffix: str, media_type: MediaType
) -> None:
    """Paragraphs and table cells arrive; name and digest are those of the original."""
    data = legacy_files[suffix]

    document = extract(data, f"通知.{suffix}")

    assert document.text == "\n".join([*PARAGRAPHS, "承办单位\t某某局", CLOSING])
    assert document.blocks[-2].cell is not None
    assert (document.name, document.media_type) == (f"通知.{suffix}", media_type)
    assert document.digest == hashlib.sha256(data).hexdigest()
    assert document.complete


def test_a_doc_named_wps_is_read(legacy_files: dict[str, bytes]) -> None:
    """Kingsoft's .wps is a Word file by content."""
    document = extract(legacy_files["doc"], "通知.wps")

    assert PARAGRAPHS[0] in document.text


def test_the_characters_of_a_doc_are_counted(legacy_files: dict[str, bytes]) -> None:
    """The piece table tells what a conversion must give."""
    assert "\r".join(PARAGRAPHS) in word_characters(legacy_files["doc"])


@pytest.mark.parametrize("size", [0, 100, 600, 5000])
def test_a_damaged_piece_table_tells_nothing(legacy_files: dict[str, bytes], size: int) -> None:
    """Counting never fails; it gives nothing where nothing can be told."""
    assert word_characters(legacy_files["doc"][:size]) == ""


def test_text_that_the_conversion_lost_is_reported() -> None:
    """A file whose text did not all arrive is not fully read."""
    require_libreoffice()
    unknown = "<x:unknown xmlns:x='urn:x'>另有一段文字没有被转换过来，须报告</x:unknown>"

    document = extract(odt(f"<text:p>通知正文</text:p>{unknown}"), "通知.odt")

    assert document.text == "通知正文"
    assert [item.reason for item in document.unread] == ["原文件约有汉字 20 个，转换后只得到 4 个"]


def test_an_encrypted_odt_is_told() -> None:
    """The manifest says so before any conversion."""
    with pytest.raises(UnreadableDocument, match="已加密"):
        extract(odt("<text:p>密</text:p>", "<manifest:encryption-data/>"), "密.odt")


def test_a_missing_libreoffice_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy can be carried out as it stands."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UnreadableDocument) as caught:
        extract(b"{\\rtf1 text}", "通知.rtf")

    assert "本机没有安装 LibreOffice" in caught.value.reason
    assert "libreoffice-writer-nogui" in caught.value.remedy


def test_a_conversion_has_a_time_limit(legacy_files: dict[str, bytes]) -> None:
    """The reason names the limit; the program is ended."""
    with pytest.raises(UnreadableDocument, match=r"转换时间超过上限 0\.008 秒"):
        extract(legacy_files["doc"], "通知.doc", Limits(seconds=0.01))


def test_a_broken_file_gives_an_error() -> None:
    """LibreOffice ends without a word where it cannot read; that is noticed."""
    require_libreoffice()

    with pytest.raises(UnreadableDocument, match="未能转换"):
        extract(odt("")[:200] + odt("<text:p>")[200:], "坏.odt")


class _Recorder(http.server.BaseHTTPRequestHandler):
    """Notes every request."""

    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    do_OPTIONS = do_GET  # noqa: N815 - the name that the standard library looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    """A server on this machine that notes who asks."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Recorder)
    server.seen = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_no_link_is_fetched_and_no_local_file_read(
    server: http.server.ThreadingHTTPServer, tmp_path: Path
) -> None:
    """A document can neither call home nor show files of the machine."""
    require_libreoffice()
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="ascii")
    address = f"http://127.0.0.1:{server.server_port}"
    body = (
        f'<text:p>正文<draw:frame svg:width="5cm" svg:height="5cm">'
        f'<draw:image xlink:href="{address}/picture.png" xlink:type="simple" xlink:actuate="onLoad"/>'
        f"</draw:frame></text:p>"
        f'<text:section text:name="a"><text:section-source xlink:href="{address}/page.html"/></text:section>'
        f'<text:section text:name="b"><text:section-source xlink:href="{secret.as_uri()}"/></text:section>'
    )

    converted = convert(odt(body), "通知.odt", MediaType.ODT, Limits())

    assert server.seen == []  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(converted)) as archive:
        assert b"SECRET" not in archive.read("word/document.xml")
