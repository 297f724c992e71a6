"""Legacy and foreign office formats, through LibreOffice to docx or xlsx.

doc, wps, rtf, odt, xls and ods are converted by LibreOffice without a screen, then read
like any docx or xlsx; numbering and tables stay. Each conversion has a profile of its own:
two on one profile would leave one of them unconverted without a word, and nothing that a
file does to a profile reaches the next file. Macros, links and the network are switched off.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from reviewer.document import Document, Note, Unread
from reviewer.errors import UnreadableDocument
from reviewer.extraction.compound import SIGNATURE, open_compound
from reviewer.extraction.container import Container, local_name
from reviewer.extraction.limits import Limits
from reviewer.extraction.office_profile import write_profile
from reviewer.extraction.pictures import extract_docx_with_pictures
from reviewer.extraction.sniff import MediaType, sniff
from reviewer.extraction.spreadsheet import extract_xlsx
from reviewer.extraction.word_binary import word_characters

_PROGRAMS = ("soffice", "libreoffice")
_TIME_SHARE = 0.8
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KEPT_SHARE = 0.9
_FEW_HAN = 10
_SAVE_REMEDY = "请用原软件打开，另存为 {} 后再提交"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    """How one media type is converted."""

    suffix: str
    target: str
    filter: str
    package: str
    library: str


def _writer(suffix: str) -> _Route:
    return _Route(
        suffix=suffix,
        target="docx",
        filter="MS Word 2007 XML",
        package="libreoffice-writer-nogui",
        library="libswlo.so",
    )


def _calc(suffix: str) -> _Route:
    return _Route(
        suffix=suffix,
        target="xlsx",
        filter="Calc MS Excel 2007 XML",
        package="libreoffice-calc-nogui",
        library="libsclo.so",
    )


_ROUTES = {
    MediaType.DOC: _writer("doc"),
    MediaType.WORKS: _writer("wps"),
    MediaType.RTF: _writer("rtf"),
    MediaType.ODT: _writer("odt"),
    MediaType.XLS: _calc("xls"),
    MediaType.ODS: _calc("ods"),
}
_PRINT = replace(_writer("docx"), target="pdf", filter="writer_pdf_Export")


def extract_office(data: bytes, name: str, limits: Limits) -> Document:
    """Read a doc, wps, rtf, odt, xls or ods.

    Places refer to the converted file; name, digest and media type are those of the original.

    Raises:
        UnreadableDocument: Encrypted, LibreOffice is missing, failed or took too long.
    """
    media_type = sniff(data, name)
    route = _ROUTES[media_type]
    _refuse_encrypted(data, name, media_type, limits)
    converted = convert(data, name, media_type, limits)
    read = extract_docx_with_pictures if route.target == "docx" else extract_xlsx
    document = read(converted, name, limits)
    return replace(
        document,
        digest=sha256(data).hexdigest(),
        media_type=media_type,
        notes=(*document.notes, *_macro_notes(data, document)),
        unread=(*document.unread, *_lost_text(data, media_type, document, limits)),
    )


def convert(data: bytes, name: str, media_type: MediaType, limits: Limits) -> bytes:
    """The docx or xlsx that LibreOffice makes of a file.

    Raises:
        UnreadableDocument: LibreOffice is missing, failed or took too long.
    """
    return _convert(data, name, _ROUTES[media_type], limits)


def print_pdf(docx: bytes, name: str, limits: Limits) -> bytes:
    """The pages of a docx as PDF, for reports.

    Raises:
        UnreadableDocument: LibreOffice is missing, failed or took too long.
    """
    return _convert(docx, name, _PRINT, limits)


def _convert(data: bytes, name: str, route: _Route, limits: Limits) -> bytes:
    program = _find_program(name, route)
    with tempfile.TemporaryDirectory(prefix="reviewer-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"source.{route.suffix}")
        source.write_bytes(data)
        profile, target = Path(folder, "profile"), Path(folder, "target")
        write_profile(profile)
        target.mkdir()
        _run(_command(program, route, profile, target, source), folder, name, limits)
        result = target / f"source.{route.target}"
        if not result.is_file() or result.stat().st_size == 0:
            reason = "LibreOffice 未能转换该文件，文件可能已损坏"
            raise UnreadableDocument(name, reason, _SAVE_REMEDY.format(route.target))
        if result.stat().st_size > limits.file_bytes:
            raise UnreadableDocument(name, "转换后的文件超过大小上限", "请拆分文件后分别提交")
        return result.read_bytes()


def _find_program(name: str, route: _Route) -> str:
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program and (Path(program).resolve().parent / route.library).exists():
        return program
    missing = "本机没有安装 LibreOffice" if program is None else "本机的 LibreOffice 缺少相应组件"
    install = f"请管理员安装软件包 {route.package}（apt-get install {route.package}），"
    if route is _PRINT:
        raise UnreadableDocument(
            name, f"生成 PDF 需要 LibreOffice，{missing}", f"{install}或改用 docx、html 格式"
        )
    reason = f"读取 {route.suffix} 文件需要 LibreOffice，{missing}"
    raise UnreadableDocument(name, reason, f"{install}或把文件另存为 {route.target} 后再提交")


def _command(program: str, route: _Route, profile: Path, target: Path, source: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
        "--convert-to",
        f"{route.target}:{route.filter}",
        "--outdir",
        str(target),
        str(source),
    ]


def _run(command: list[str], folder: str, name: str, limits: Limits) -> None:
    """Run to the end or to the time limit, then end whatever the program has started."""
    seconds = _TIME_SHARE * limits.seconds
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder}
    process = subprocess.Popen(  # noqa: S603 - found by name on the path of the service
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**environment, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
        process_group=0,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        reason = f"LibreOffice 转换时间超过上限 {seconds:g} 秒"
        raise UnreadableDocument(name, reason, "请另存为 docx 或 xlsx、或拆分文件后再提交") from error
    finally:
        _kill_group(process.pid)
        process.wait()


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


# --- what the original says -----------------------------------------------------------------


def _refuse_encrypted(data: bytes, name: str, media_type: MediaType, limits: Limits) -> None:
    """OpenDocument files say in their manifest that they are encrypted (ODF 1.3 Part 2, 3.4)."""
    if media_type not in (MediaType.ODT, MediaType.ODS):
        return
    manifest = Container(data, name, limits).xml("META-INF/manifest.xml")
    if manifest is not None and any(local_name(item) == "encryption-data" for item in manifest.iter()):
        raise UnreadableDocument(name, "文件已加密（设有打开密码）", "请用原软件解除密码，另存后再提交")


def _macro_notes(data: bytes, document: Document) -> Iterator[Note]:
    """Macros of a legacy file, where the conversion did not carry them over."""
    told = any(note.kind == "macro" for note in document.notes)
    if not told and data.startswith(SIGNATURE) and open_compound(data, document.name).has_macros:
        yield Note(kind="macro", text="文档含有宏；宏没有运行，其代码不在审查范围内")


def _lost_text(data: bytes, media_type: MediaType, document: Document, limits: Limits) -> Iterator[Unread]:
    """A conversion that lost text must not pass as fully read: Han are counted on both sides."""
    original = len(_HAN.findall(_original_text(data, media_type, document.name, limits)))
    converted = document.text + "".join(note.text for note in document.notes)
    kept = len(_HAN.findall(converted))
    if original > _FEW_HAN and kept < _KEPT_SHARE * original:
        yield Unread(
            part="部分文字",
            reason=f"原文件约有汉字 {original} 个，转换后只得到 {kept} 个",
            remedy="请用原软件打开，另存为 docx 后再提交",
        )


def _original_text(data: bytes, media_type: MediaType, name: str, limits: Limits) -> str:
    if media_type is MediaType.DOC:
        return word_characters(data)
    if media_type is MediaType.ODT:
        root = Container(data, name, limits).xml("content.xml")
        return "".join(str(piece) for piece in root.itertext()) if root is not None else ""
    return ""
