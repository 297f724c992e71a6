"""The placeholders of forms, with what each stands for; templates and README name these only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What stands in every form.
COMMON = {
    "文件名称": "文件标题，没有标题时为文件名",
    "文件种类": "规范性文件、招标文件等",
    "发文字号": "如 某政规〔2026〕1号",
    "制定机关": "由文件读出的制定机关",
    "起草单位": "留给起草单位填写",
    "施行日期": "由文件读出的施行日期",
    "有效期": "由文件读出的有效期",
    "审查日期": "按这一天的法律状态审查",
    "审查完整性": "是否读完全文；没有读完的逐项列出",
    "发现概况": "违规、风险、提示各几处",
    "结论": "签发人作出的结论；未签发时为“待定（未签发）”",
    "结论说明": "签发人写明的内容，一字不改",
    "签发人": "作出结论的人",
    "签发日期": "签发的日期",
    "签发状态": "已签发或者未签发",
    "审查版本": "规则、法规目录、模型和程序的版本",
    "文件校验码": "文件内容的 SHA-256",
}
COMPETITION = {
    "是否属于审查范围": "条例第二条：是否涉及经营者经济活动，及理由",
    "听取意见情况": "实施办法第二十八条，留给起草单位填写",
    "第八条情况": "限制或者变相限制市场准入和退出",
    "第九条情况": "限制商品、要素自由流动",
    "第十条情况": "影响生产经营成本",
    "第十一条情况": "影响生产经营行为",
    "例外规定说明": "适用条例第十二条的，按实施办法第二十九条逐项说明",
}
DISCLOSURE = {"公开属性": "主动公开、依申请公开或者不予公开，由文件读出"}
# What a row of a table may hold; the row is repeated.
FINDING_ROW = {
    "序号": "从 1 起",
    "严重程度": "违规、风险、提示",
    "事项": "条例的条、项，或者问题种类",
    "条款": "文件中的条、款、项",
    "位置": "文件中的页、段或者单元格",
    "原文": "所指文字，个人信息已遮蔽",
    "标题": "问题名称",
    "说明": "问题说明",
    "依据": "法律依据",
    "修改建议": "修改建议",
    "处理": "公开前审查的处理级别",
    "审核决定": "采纳、不采纳、暂缓、适用例外，未决定的为待定",
    "决定理由": "审核人员写明的理由",
    "决定人": "作出决定的人",
}
CHECK_ROW = {
    "序号": "从 1 起",
    "项目": "审查了什么",
    "结果": "未发现问题、发现几处，或者未审查",
}
FINDINGS = "审查发现"
CHECKS = "检查项目"
# Stands where a person writes.
TO_FILL_IN = "（待填写）"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """The values of a form.

    Attributes:
        single: Values by placeholder; a line break in a value stays one.
        rows: For a table, the values of each row by placeholder, without the table's name.
        row_fields: The placeholders that a row of each table may hold.
    """

    single: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    row_fields: Mapping[str, Sequence[str]]

    def known(self) -> list[str]:
        """All placeholders, for the message about one that is not."""
        inside = [f"{table}.{name}" for table, names in self.row_fields.items() for name in names]
        return [*self.single, *inside]
