"""The title of a document, over as many lines as it takes."""

from __future__ import annotations

import re

from reviewer.document import Span
from reviewer.report import ReadValue
from reviewer.structure.lines import Line, LineKind

_STATED = re.compile(r"标\s*题\s*[：:]\s*(?P<title>.{4,160}?)\s*(?=发文字号|文\s*号|发布日期|主\s*题\s*词|$)")
# Words with which titles of official documents end.
TITLE_END = (
    "(?:通知|通告|公告|通报|决定|决议|命令|令|意见|批复|复函|函|请示|报告|公报|纪要|议案|公示|条例|规定|办法|细则|规则|规程|规范"
    "|措施|政策|方案|规划|计划|要点|纲要|标准|指引|指南|制度|章程|准则|守则|目录|清单|名单|说明|解读|问答|合同|协议书?|备忘录"
    "|招标文件|采购文件|磋商文件|谈判文件|询价文件|资格预审文件|须知|公约|承诺书|决定书|告知书|通知书|答复书|意见书|倡议书|申请表"
    "|登记表|审批表|汇总表|一览表|统计表|法|法典|年报|总结|十条|条款|解释|答复|若干意见|白皮书|预案|实施意见)"
)
_ENDS = re.compile(rf"{TITLE_END}[》”]?(?:\s*[（(][^（）()]{{1,30}}[）)]){{0,3}}$")
_GOES_ON = re.compile(r"(?:关于|印发|转发|发布|公布|的|和|及|与|、|—|-|·|《[^》]*|[（(][^）)]*)$")
_BEGINS = re.compile(r"(?:关于|印发|转发|批转)")
_MOST_TITLE_LINES = 5
_SPACED = re.compile(r"(?:[\u4e00-\u9fff][ \u3000]+){2,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_LONGEST_TITLE = 160


def find_title(lines: list[Line], *, passage: bool) -> ReadValue | None:
    """The title; of a passage only one that is plainly a title."""
    for line in lines:
        stated = _STATED.search(line.text) if line.kind is LineKind.META else None
        if stated is not None:
            start = line.span.start + stated.start("title")
            span = Span(start, start + len(stated["title"]))
            return ReadValue(value=title_text([stated["title"]]), span=span, reason="网页所列“标题”")
    runs = [run for run in _runs(lines) if run]
    best = next((run for run in runs if _is_complete(run)), None)
    if best is None and not passage and runs and _may_lead(lines, runs[0]):
        best = runs[0][:1]
    if best is None:
        return None
    value = title_text([line.text for line in best])
    return ReadValue(value=value, span=Span(best[0].span.start, best[-1].span.end), reason="文首标题")


def title_text(pieces: list[str]) -> str:
    """The lines of a title as one: without line breaks and without the blanks of spaced characters."""
    text = ""
    for piece in pieces:
        line = _SPACED.sub(lambda match: _BLANKS.sub("", match[0]), piece.strip())
        line = _BLANKS.sub(" ", line)
        names = text and line and text[-1].isascii() and line[0].isascii()
        text += (" " if names else "") + line
    return text


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Stretches of lines that may form one title: issuers before and draft marks after it included."""
    runs: list[list[Line]] = []
    run: list[Line] = []
    for line in lines:
        if run and line.kind is LineKind.DRAFT_MARK:
            run.append(line)
        elif line.kind in (LineKind.TITLE, LineKind.ISSUERS) and len(line.text) <= _LONGEST_TITLE:
            length = sum(len(each.text) for each in run) + len(line.text)
            ended = _is_complete(run) or len(run) >= _MOST_TITLE_LINES or length > _LONGEST_TITLE
            if run and (ended or line.cell or run[-1].cell):
                runs.append(run)
                run = []
            run.append(line)
        else:
            runs.append(run)
            run = []
        if line.kind in (LineKind.TEXT, LineKind.SALUTATION):
            break
    runs.append(run)
    return [_trimmed(run) for run in runs]


def _trimmed(run: list[Line]) -> list[Line]:
    """Without names of bodies that do not belong to the title."""
    begins = next((index for index, line in enumerate(run) if _BEGINS.match(line.text)), None)
    if begins is not None:
        return run
    while run and run[0].kind is LineKind.ISSUERS:
        run = run[1:]
    return run


def _is_complete(run: list[Line]) -> bool:
    marks = [line for line in run if line.kind is not LineKind.DRAFT_MARK]
    if not marks or all(line.kind is LineKind.ISSUERS for line in marks):
        return False
    text = "".join(line.text for line in marks)
    return _ENDS.search(text) is not None and _GOES_ON.search(text) is None


def _may_lead(lines: list[Line], run: list[Line]) -> bool:
    """Whether a line that ends like no title may be one: it is the first, or the source says heading."""
    return run[0] is lines[0] or run[0].heading > 0
