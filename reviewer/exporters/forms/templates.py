"""The templates that ship with the project, written by program so that their text can be reviewed.

Fields follow 公平竞争审查条例第十二条、第十七条 and its 实施办法第二十八条、第二十九条、第三十一条, and
what a legality review states (主体、权限、内容、程序). An office replaces them by its own docx.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.exporters.forms.fields import CHECKS, FINDINGS, TO_FILL_IN
from reviewer.exporters.word_writer import Cell, Style, WordWriter

_FACTS = ("文件名称", "起草单位", "制定机关", "文件种类", "发文字号", "施行日期", "有效期", "审查日期")
_SIGNED = ("结论", "结论说明", "签发人", "签发日期", "签发状态")
_STANDARDS = (
    ("条例第八条\n市场准入和退出", "第八条情况"),
    ("条例第九条\n商品、要素自由流动", "第九条情况"),
    ("条例第十条\n生产经营成本", "第十条情况"),
    ("条例第十一条\n生产经营行为", "第十一条情况"),
)
_NUMBER = ("序号", "{序号}", 6)
_PASSAGE = ("条款和原文", "{条款}\n“{原文}”", 30)
_DECIDED = ("审核决定和理由", "{审核决定}\n{决定理由}", 20)
_NAME = re.compile(r"\{([^{}]+)\}")
_MADE_WITH = (
    "本表由程序根据审查发现和审核决定填写，结论由签发人作出。{{审查版本}}。文件校验码 {{文件校验码}}。"
)
_MUST_STATE = (
    "适用条例第十二条规定的，审查结论应当说明：排除、限制竞争效果；适用的具体情形；对公平竞争不利影响最小的理由；"
    "实施期限或者终止条件的合理性；其他需要说明的内容（实施办法第二十九条）。"
)


def competition_template() -> bytes:
    """公平竞争审查表."""
    writer = WordWriter()
    writer.add_paragraph("公平竞争审查表", Style.TITLE)
    _add_facts(writer, [("是否属于审查范围", "{{是否属于审查范围}}"), ("听取意见情况", "{{听取意见情况}}")])
    writer.add_paragraph("一、对照审查标准的情况", Style.HEADING)
    rows = [[Cell(text=title, label=True), Cell(text=_field(name))] for title, name in _STANDARDS]
    writer.add_table(rows, (26, 74))
    writer.add_paragraph("二、审查发现", Style.HEADING)
    problem = "{说明}\n对照标准：{事项}\n依据：{依据}"
    _add_list(writer, [_NUMBER, _PASSAGE, ("问题和依据", problem, 44), _DECIDED])
    writer.add_paragraph("三、适用例外规定的说明", Style.HEADING)
    writer.add_paragraph("{{例外规定说明}}")
    writer.add_paragraph(_MUST_STATE, Style.SMALL)
    _add_conclusion(writer, "四、审查结论")
    return writer.to_bytes()


def legality_template() -> bytes:
    """合法性审核意见书."""
    writer = WordWriter()
    writer.add_paragraph("合法性审核意见书", Style.TITLE)
    writer.add_paragraph("{{起草单位}}：")
    writer.add_paragraph("对送审的《{{文件名称}}》进行了合法性审核，意见如下。")
    _add_facts(writer, [])
    writer.add_paragraph("一、审核事项和结果", Style.HEADING)
    _add_checks(writer)
    writer.add_paragraph("二、逐条审核意见", Style.HEADING)
    problem = "{说明}\n依据：{依据}\n修改建议：{修改建议}"
    _add_list(writer, [_PASSAGE, ("审核意见", problem, 50), _DECIDED])
    _add_conclusion(writer, "三、审核结论")
    return writer.to_bytes()


def disclosure_template() -> bytes:
    """公开前审查表."""
    writer = WordWriter()
    writer.add_paragraph("政府信息公开前审查表", Style.TITLE)
    _add_facts(writer, [("公开属性", "{{公开属性}}")])
    writer.add_paragraph("一、审查事项和结果", Style.HEADING)
    _add_checks(writer)
    writer.add_paragraph("二、审查发现", Style.HEADING)
    problem = "{说明}\n事项：{事项}\n处理：{处理}"
    place = ("位置和原文", "{位置}\n“{原文}”", 30)
    _add_list(writer, [_NUMBER, place, ("问题和处理", problem, 44), _DECIDED])
    _add_conclusion(writer, "三、审查结论")
    return writer.to_bytes()


def _field(name: str) -> str:
    return f"{{{{{name}}}}}"


def _add_facts(writer: WordWriter, more: Sequence[tuple[str, str]]) -> None:
    """Facts two a line, then those that need a line each."""
    rows = [[Cell(text="文件名称", label=True), Cell(text=_field("文件名称"), span=3)]]
    for first, second in zip(_FACTS[1::2], [*_FACTS[2::2], ""], strict=False):
        row = [Cell(text=first, label=True), Cell(text=_field(first), span=1 if second else 3)]
        rows.append([*row, Cell(text=second, label=True), Cell(text=_field(second))] if second else row)
    more = [*more, ("审查完整性", _field("审查完整性")), ("发现概况", _field("发现概况"))]
    rows += [[Cell(text=label, label=True), Cell(text=text, span=3)] for label, text in more]
    writer.add_table(rows, (17, 33, 17, 33))


def _add_checks(writer: WordWriter) -> None:
    names = {"序号": 8, "项目": 52, "结果": 40}
    head = [Cell(text=name, label=True) for name in names]
    row = [Cell(text=_field(f"{CHECKS}.{name}")) for name in names]
    writer.add_table([head, row], list(names.values()), header=True)


def _add_list(writer: WordWriter, columns: Sequence[tuple[str, str, int]]) -> None:
    """The findings: columns with their head, what stands in a cell, and their width."""
    head = [Cell(text=title, label=True) for title, _, _ in columns]
    row = [Cell(text=_NAME.sub(rf"{{{{{FINDINGS}.\1}}}}", text)) for _, text, _ in columns]
    writer.add_table([head, row], [width for _, _, width in columns], header=True)


def _add_conclusion(writer: WordWriter, heading: str) -> None:
    writer.add_paragraph(heading, Style.HEADING)
    rows = [[Cell(text=name, label=True), Cell(text=_field(name))] for name in _SIGNED]
    rows.append([Cell(text="审查机构（盖章）", label=True), Cell(text=TO_FILL_IN)])
    writer.add_table(rows, (22, 78))
    writer.add_paragraph(_MADE_WITH, Style.SMALL)
