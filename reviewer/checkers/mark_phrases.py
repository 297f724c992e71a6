"""Phrases of internal marks (内部标志): 注意保存, 不得外传, 仅供领导参阅, in any order and number.

The words of a mark occur in rules about secrecy, too (不得泄露内部资料); as a mark nothing else
stands beside them. So a whole line, or what brackets hold, must be made of such phrases.
"""

from __future__ import annotations

import re

_HAN = "\u4e00-\u9fff"
_ITSELF = r"(?:[此本](?:件|文件|文|材料|资料|刊|表|报告|通知|方案|信息|内容)|以上(?:内容|情况|信息|数据)?)"
_PHRASES = (
    # 请注意保存, 妥善保管
    r"(?:请|务请|望|须|应|务必)?(?:注意|妥善|严格)(?:保密|保存|保管|管理)",
    # 不得外传, 请勿拍照转发, 严禁通过互联网传输, 未经批准不得对外提供
    r"(?:请|切|务|未经(?:批准|许可|同意|授权)[，,]?)?(?:勿|不得|严禁|禁止|不准|不要|不许|不宜|不应|请勿)"
    r"(?:擅自|随意|私自|对外|向外|向社会|通过|在|上|于|互联网|微信群?|网络|网上|个人|以任何形式|、|和|或者?|拍照|截屏|录音|录像|摘录|复印){0,6}"
    r"(?:外传|外泄|泄露|泄密|转发|转载|转借|转送|复制|复印|翻印|摘抄|扩散|上网|登报|公开|公布|发布|提供|传播|传输|引用|拍照|截屏|报道|流传|散发)",
    r"不(?:得|要)?(?:上网|登报|外传)|(?:请勿|不得|不对外|切勿|勿)(?:引用|截图|录屏|拍照|转载)|内控(?:资料|数据|文件|材料|指标)|仅?(?:本群|本单位|群内|本部门)(?:人员|内部)?(?:知悉|掌握|使用|传阅)|(?:勿|不)(?:外传|外泄|转发|扩散|上网|登报|公开|予公开|对外公开|对外公布|对外发布|对外提供|作新闻报道)|暂不(?:对外)?(?:公开|公布)",
    # 仅供领导参阅, 限县处级以上干部阅读, 仅发局领导
    rf"(?:仅|只|专)?(?:供|限于?|发)[{_HAN}]{{1,12}}?(?:参阅|参考|使用|传阅|阅读|阅览|阅知|审阅|掌握|交流|学习|研究|传达|范围|人员|领导|同志|负责人|班子|干部|成员|单位|部门|科室|阅)(?:使用|参考|阅读)?",
    r"(?:会|阅|用|传阅)(?:议|读)?后(?:请)?(?:收回|退回|交回|退还|销毁|即焚|归还)(?:[\u4e00-\u9fff]{1,4})?",
    # 内部资料, 内部工作动态
    r"内部(?:资料|文件|材料|刊物|使用|参考|参阅|传阅|传达|掌握|明电|发行|通讯录|工作动态|电报|文稿|发文|版)?",
    r"工作秘密(?:事项|文件)?|(?:领导|内部)参阅(?:件|资料)?|内参|密件|内刊|密码电报|密电|涉密(?:文件|材料)|会议材料|商密|不作为依据|严格控制(?:知悉)?范围",
    rf"(?:阅文|知悉|传阅|阅读|发放|发送)(?:范围|对象)[：:][{_HAN}、，]{{2,20}}",
    r"(?:发至|传达到?至?)(?:县团级|县处级|乡科级|地师级|省军级|厅局级)(?:以上)?",
)
_SUBJECT = re.compile(rf"{_ITSELF}(?:属于?|为|系)?(?=[仅只供限内阅])")
_PHRASE = rf"(?:{_ITSELF}(?:属于?|为|系|仅)?)?(?:{'|'.join(_PHRASES)})"
_BETWEEN = (
    r"(?:[\s、，,。；;！!·|★☆▲\-—：:]|并|且|和|第[\d一二三四五六七八九十]+期"
    r"|[（(]第[\d一二三四五六七八九十]+期[)）]|\d+年)*"
)
_MARK = re.compile(rf"{_BETWEEN}(?P<mark>{_PHRASE}(?:{_BETWEEN}{_PHRASE})*){_BETWEEN}")
_RULE = re.compile(r"(?<!严格)管理|制度|规定|办法|应当|工作人员|(?<![本各])单位|机关|机构|(?<![本各])部门")
_LONGEST = 60


def mark_in(view: str, start: int, end: int) -> tuple[int, int] | None:
    """The mark that fills a line or brackets; None where other words stand there.

    Args:
        view: The folded text.
        start: Offset of the first character of the line or of what the brackets hold.
        end: Offset after the last.
    """
    if end - start > _LONGEST or _RULE.search(view, start, end):
        return None
    match = _MARK.fullmatch(view, start, end)
    return _without_subject(view, *match.span("mark")) if match else None


def _without_subject(view: str, start: int, end: int) -> tuple[int, int]:
    """The mark without 本材料 before it."""
    subject = _SUBJECT.match(view, start, end)
    return (subject.end() if subject and subject.end() < end else start), end


def mark_at(view: str, start: int, end: int) -> tuple[int, int] | None:
    """The mark that begins a stretch, whatever follows it after punctuation: 内部使用，请勿转发：….

    One phrase alone begins many sentences; two in a row are a mark.
    """
    match = _DOUBLE.match(view, start, min(end, start + _LONGEST))
    return _without_subject(view, *match.span("mark")) if match else None


_DOUBLE = re.compile(rf"{_BETWEEN}(?P<mark>{_PHRASE}(?:[\s、，,·]{{1,3}}{_PHRASE})+)(?=[：:。；;\s]|$)")
