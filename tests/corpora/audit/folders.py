"""Small corpora and runs for the tests of audits."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pyarrow as pa

from corpora.audit.results import read_rows
from corpora.audit.settings import AuditFolder, ReviewSettings
from corpora.samples.many import Invented, invent

AS_OF = date(2026, 11, 23)
SETTINGS = ReviewSettings(as_of=AS_OF, classifiers=False)

_CLAUSES = (
    "对年度缴纳增值税超过一百万元的企业，按照其形成的县级财力贡献的50%给予奖励。",
    "县级政府投资项目在同等条件下应当优先采购本县企业生产的水泥、管材等产品。",
    "对将注册地迁入本县的企业，一次性给予二百万元落户奖励。",
    "各乡镇人民政府应当于每年十二月底前报送工作总结。",
    "申报条件、标准和程序向社会公开，符合条件的企业均可申报。",
    "县财政局会同有关部门对资金使用情况进行监督检查。",
    "投标人应当在本县注册成立分公司，方可参加本县招标投标活动。",
    "本县居民可以就近办理上述业务，有关部门不得推诿。",
    "扶持资金专款专用，任何单位和个人不得截留、挪用。",
    "对首次纳入统计库的工业企业，一次性给予二十万元奖励。",
    "涉及行政许可的，按照《中华人民共和国行政许可法》第九十条的规定办理。",
    "各部门应当依法公开办事指南，方便企业和群众查询。",
    "投资协议应当符合《中华人民共和国合同法》的规定。",
    "县商务局负责组织实施，定期通报工作进展。",
)


def invented(number: int) -> Invented:
    """An invented document, the same for the same number."""
    long = tuple(f"{clause}第{index}批。" for index in range(6) for clause in _CLAUSES)
    return invent(number, long, random.Random(number))


def write_folder(folder: Path, count: int) -> Path:
    """So many texts, in two sub-folders."""
    for number in range(count):
        place = folder / f"{number % 2}" / f"{number:03}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(invented(number).lines), encoding="utf-8")
    return folder


def rows(out: Path, kind: str) -> pa.Table:
    """All rows of a kind, in order."""
    keys = [("document", "ascending")] + ([("ordinal", "ascending")] if kind == "findings" else [])
    return read_rows(AuditFolder(path=out), kind).sort_by(keys)


def same_results(one: Path, other: Path) -> bool:
    """Whether two audits have the same rows, row for row, in the same files."""
    for kind in ("documents", "findings"):
        names = [sorted(path.name for path in (out / kind).iterdir()) for out in (one, other)]
        if names[0] != names[1] or not rows(one, kind).equals(rows(other, kind)):
            return False
    return True
