"""Writes as many invented documents as an audit is to be measured on: ``python -m corpora.samples.many``.

Each is put together from clauses of the corpora that ship, with a title, a number, an issuer and
dates of its own, so that no two have the same text. Of a hundred, 40 are txt, 30 html, 20 docx,
9 PDF and 1 doc (LibreOffice converts those; without it they stay docx). PDF needs reportlab
(extra ``dev``). The same count and seed give the same texts.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from corpora.labelled import load_corpus

_CORPORA = ("fair_competition_policies", "fair_competition_background", "setting_power")
_PLACES = tuple(
    f"{first}{second}{unit}"
    for first in "云青石临安平永长新宁"
    for second in "岭川河泉山原溪江泽岗"
    for unit in ("县", "市", "区")
)
_SUBJECTS = (
    "促进装备制造业发展", "支持中小企业创新", "加强建设工程招标投标管理", "推进现代农业园区建设",
    "规范户外广告设置",
    "优化营商环境", "支持现代物流业发展", "加强农贸市场管理", "推动文化旅游融合", "加快数字经济发展",
)  # fmt: skip
_FORMS = ("若干措施", "实施办法", "管理办法", "实施意见", "暂行规定")
_NUMERALS = "一二三四五六七八九十"
_FOLDER_FILES = 500
_DOC_BATCH = 50
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A document that nobody issued."""

    title: str
    lines: tuple[str, ...]


def write_many(folder: Path, count: int, seed: int = 1) -> None:
    """Write the documents into sub-folders of 500."""
    to_convert: list[Path] = []
    for number in range(count):
        suffix = suffix_of(number)
        place = folder / f"{number // _FOLDER_FILES:04}" / f"{number:06}.{suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        document = invented(number, seed)
        if suffix == "doc":
            place = place.with_suffix(".docx")
            to_convert.append(place)
        place.write_bytes(_WRITERS["docx" if suffix == "doc" else suffix](document))
    for start in range(0, len(to_convert), _DOC_BATCH):
        _convert(to_convert[start : start + _DOC_BATCH])


def suffix_of(number: int) -> str:
    """The format of the document of that number."""
    step = number * 37 % 100  # spreads the formats over the names
    limits = ((40, "txt"), (70, "html"), (90, "docx"), (99, "pdf"), (100, "doc"))
    return next(suffix for limit, suffix in limits if step < limit)


@cache
def _clauses() -> tuple[str, ...]:
    """The clauses that documents are put together from."""
    texts = (item.sample.text.strip() for name in _CORPORA for item in load_corpus(name).samples)
    return tuple(dict.fromkeys(text for text in texts if "\n" not in text))


def invented(number: int, seed: int = 1) -> Invented:
    """The document of that number."""
    return invent(number, _clauses(), random.Random(seed * 1_000_003 + number))  # noqa: S311  no secrets


def invent(number: int, clauses: tuple[str, ...], chance: random.Random) -> Invented:
    """A document of 12 to 60 of the clauses."""
    place, year = chance.choice(_PLACES), chance.randint(2012, 2026)
    form = chance.choice(_FORMS)
    title = f"{place}{chance.choice(_SUBJECTS)}{form}"
    body = [
        f"第{chinese(index)}条　{text}"
        for index, text in enumerate(chance.sample(clauses, chance.randint(12, 60)), 1)
    ]
    day = f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
    last = f"第{chinese(len(body) + 1)}条　本{form[-2:]}自印发之日起施行，有效期{chance.randint(2, 5)}年。"
    project = f"第{chinese(len(body) + 2)}条　本{form[-2:]}的实施情况纳入第{number + 1}号督办事项。"
    number_line = f"{place[0]}政规〔{year}〕{number + 1}号"
    return Invented(title=title, lines=(title, number_line, *body, last, project, f"{place}人民政府", day))


def chinese(number: int) -> str:
    """A number below 100 as articles are counted: 一, 十, 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


def _txt(document: Invented) -> bytes:
    return "\n".join(document.lines).encode()


def _html(document: Invented) -> bytes:
    body = "\n".join(f"<p>{escape(line)}</p>" for line in document.lines[1:])
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title></head>"
        f"<body><h1>{escape(document.title)}</h1>\n{body}</body></html>"
    ).encode()


def _docx(document: Invented) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in document.lines)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}">'
        f"<w:body>{paragraphs}</w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", content),
        ):
            package.writestr(name, part)
    return buffer.getvalue()


COLUMNS, ROWS = 28, 22
"""Characters of a line and lines of a page of an official document (GB/T 9704-2012)."""


def rows_of(lines: Iterable[str]) -> int:
    """How many rows of a page the lines fill."""
    return sum(-(-len(line) // COLUMNS) for line in lines)


def pdf_of(document: Invented) -> bytes:
    """The document as PDF, 22 rows of 28 characters a page."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415  only this format needs it
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    size, left, top, pitch = 16, 80, 737, 28
    pieces = [
        line[start : start + COLUMNS] for line in document.lines for start in range(0, len(line), COLUMNS)
    ]
    for first in range(0, len(pieces), ROWS):
        canvas.setFont("STSong-Light", size)
        for row, piece in enumerate(pieces[first : first + ROWS]):
            canvas.drawString(left, top - pitch * row, piece)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_WRITERS: dict[str, Callable[[Invented], bytes]] = {"txt": _txt, "html": _html, "docx": _docx, "pdf": pdf_of}


def _convert(sources: list[Path]) -> None:
    """Turn docx files into doc files in one run of LibreOffice; they stay where there is none."""
    program = shutil.which("soffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        names = {path.stem: path.parent for path in sources}
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "doc:MS Word 97", "--outdir", folder, *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)  # noqa: S603  our own arguments
        for path in Path(folder).glob("*.doc"):
            shutil.move(path, names[path.stem] / path.name)
            (names[path.stem] / f"{path.stem}.docx").unlink()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_many(arguments.folder, arguments.count, arguments.seed)


if __name__ == "__main__":
    main()
