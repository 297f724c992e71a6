"""Chinese names of the kinds of findings (DESIGN 4.2)."""

from __future__ import annotations

from reviewer.finding import Finding

_KINDS = {
    "citation.repealed": "引用已废止的依据",
    "citation.not_yet_effective": "引用尚未施行的依据",
    "citation.article_out_of_range": "引用的条文不存在",
    "citation.renumbered": "引用的条号已变动",
    "citation.misnamed": "引用的名称有误",
    "citation.not_found": "引用的依据不存在",
    "citation.unlisted": "引用的依据未收录",
    "citation.draft": "引用草案或征求意见稿",
    "citation.format": "引用格式",
    "basis.missing": "缺少法律依据",
    "basis.vague": "法律依据笼统",
    "basis.level": "法律依据位阶不足",
    "power.licence": "设定行政许可",
    "power.penalty": "设定行政处罚",
    "power.coercion": "设定行政强制",
    "power.fee": "设定收费",
    "power.proof": "设定证明事项",
    "power.rights": "减损权利或者增加义务",
    "power.assessment": "自设督查检查考核评比",
    "power.delegation": "委托、下放职权",
    "person.id_number": "公民身份号码",
    "person.phone": "电话号码",
    "person.bank_card": "银行卡号",
    "person.address": "住址",
    "person.health": "健康信息",
    "person.minor": "未成年人信息",
    "person.vehicle_plate": "车牌号",
    "person.document_number": "证件号码",
    "person.email": "电子邮箱",
    "person.social_account": "微信号、QQ号",
    "person.profile": "可识别特定个人的信息",
    "secret.marking": "密级标志",
    "secret.internal_marking": "内部标志",
    "internal.process": "内部过程信息",
    "trade_secret": "商业秘密",
    "credential": "口令、密钥",
    "infrastructure": "基础设施敏感信息",
    "reply.article": "答复所引条款",
    "reply.reason": "答复的理由",
    "reply.remedy": "答复的救济途径",
    "reply.appeal_first": "行政复议前置",
    "reply.deadline": "答复期限",
    "openness.private_content": "公开属性与内容不符",
    "openness.owed_to_the_public": "公开属性与文件种类不符",
    "openness.missing": "缺少公开属性",
    "effective_date.missing": "缺少施行日期",
    "validity.missing": "缺少有效期",
    "validity.too_long": "有效期过长",
    "retroactive": "溯及既往",
    "numbering.gap": "编号不连续",
    "cross_reference.broken": "内部引用有误",
    "interpreter.missing": "缺少解释机关",
    "interpreter.internal_body": "由内设机构解释",
    "title.reserved": "名称使用不当",
    "duplicate_clause": "条文重复",
    "procedure.missing": "缺少制定程序",
}
_ARTICLES = {"8": "八", "9": "九", "10": "十", "11": "十一"}
_ITEMS = "一二三四五六七八九"


def kinds_words(finding: Finding) -> str:
    """The kind and those it also is, as a reader calls them."""
    return "、".join(kind_words(kind) for kind in (finding.kind, *finding.also))


def kind_words(kind: str) -> str:
    """An item of the fair competition regulation (条例第十条第（二）项), a name, or the kind as it is."""
    article, _, item = kind.partition(".")
    if article in _ARTICLES and item in set("123456789"):
        return f"条例第{_ARTICLES[article]}条第（{_ITEMS[int(item) - 1]}）项"
    return _KINDS.get(kind, kind)
