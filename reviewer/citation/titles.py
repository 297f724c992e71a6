"""What a title claims to be: a statute of the state, a local one, a party rule, or no law at all.

Asked only of titles that the catalogue does not hold. Books, forms, plans, notices, standards
and contracts stand between book title marks too; they are no law and are never called missing.
"""

from __future__ import annotations

import re
from enum import StrEnum

from reviewer.citation.likeness import NATION
from reviewer.law import normalise_name


class Claim(StrEnum):
    """What a title says of itself.

    Attributes:
        STATUTE: A law or an administrative regulation; the catalogue holds all of these.
        STATE_RULE: A regulation of the state below that (…办法、规定 with 中华人民共和国 in front).
        LOCAL: A regulation of a province, city or special economic zone.
        RULE: A title of the kind that regulations of departments bear (…办法、规定、细则、规则).
        JUDICIAL: An interpretation of the supreme court or procuratorate.
        PARTY: A rule of the party or of the armed forces, published elsewhere.
        NO_LAW: Anything else.
    """

    STATUTE = "statute"
    STATE_RULE = "state_rule"
    LOCAL = "local"
    RULE = "rule"
    JUDICIAL = "judicial"
    PARTY = "party"
    NO_LAW = "no_law"


_PARTY = re.compile(
    r"^(?:中国共产党|中共|中央|党政|党内|党委|党组|党员|干部|领导干部|地方党|农村基层组织|公务员平时"
    r"|中国人民解放军|中国人民武装警察|军队|军人|军官|士兵|国有企业领导|政法工作|信访工作|纪律检查|统一战线|机构编制)"
    r"|党政领导|领导干部|共产党|纪律处分|党组织|巡视工作|宗教工作条例|宣传工作条例"
)
_FOREIGN = re.compile(
    r"^(?:联合国|国际|世界|欧盟|欧洲|美国|美利坚|德国|德意志|法国|英国|日本|韩国|俄罗斯|加拿大|新加坡|澳大利亚"
    r"|意大利|瑞士|巴西|印度|台湾|香港(?!特别行政区)|澳门(?!特别行政区)|维也纳|海牙|巴黎|日内瓦|罗马)"
)
# 城市, 市场, 社区 and the like are no place names.
_PLACE = re.compile(
    r"""^(?:北京|上海|天津|重庆|广东|广西|江苏|浙江|山东|山西|河北|河南|湖北|湖南|安徽|福建|江西|海南|四川|贵州
        |云南|陕西|甘肃|青海|宁夏|新疆|西藏|内蒙古|黑龙江|吉林|辽宁|深圳|珠海|汕头|厦门|中国[（(]\w{2,4}[）)]自由贸易
        |[^的和与及、]{1,8}(?:省|自治区|自治州|自治县|经济特区|自由贸易试验区|自由贸易港|生态城)
        |[^的和与及、]{1,3}(?:县|旗|州|[市县区]人民政府)|(?:[^的和与及、]{1,4}|呼和浩特)市(?!场|政|容|民|域|区|级|长|委|属)
        |本(?:省|市|区|县)|省|市(?!场|政|容|域|区))""",
    re.VERBOSE,
)
# 盐城市, 成都市, 江门市 are places; 历史文化城市, 大都市, 门市 are not.
_NO_PLACE = re.compile(
    r"""^(?!(?:[盐聊运晋宣白增丰韩应麻海凤邹禹项永诸]城|[成宜于]都|[江厦荆玉天]门)市)
        .{0,3}(?:城市|都市|上市|超市|集市|夜市|股市|设区的市|直辖市|门市|州县)""",
    re.VERBOSE,
)
_STATUTE_END = re.compile(r"(?:法|法典|条例)$")
_RULE_END = re.compile(r"(?:规定|办法|细则|规则)$")
# Words that end in 法 and are no law: methods of measuring, scoring, valuing, teaching.
_METHOD_END = re.compile(
    r"""(?:方|做|办|说|看|手|算|写|(?<![信适])用|书|疗|司|执|立|普|守|想|章|句|语|文|魔|佛|兵|阵|戏|教学|工作|计算|分析
        |评估|评分|评审|评标|打分|测定|检验|试验|光度|色谱|电极|滴定|重量|容量|培养|比选|抽签|摇号|加权|平均|系数
        |成本|收益|倒推|假设开发|盐|酸|碱|谱|色|滤|析|比浊)法$""",
    re.VERBOSE,
)
_PLAIN_NAME = re.compile(r"^[\u4e00-\u9fff（）()〈〉《》“”、]+$")
_QUALIFIER = re.compile(r"\((?:[^()]*(?:试行|暂行|草案|稿|修[正订]|版|年)[^()]*)\)$")
_ABOUT = re.compile(r"关于|印发|通知|决定|意见")
# Names that speak of a law rather than being one.
_INTERPRETS = re.compile(
    r"^最高人民(?:法院|检察院)[^印发公布]*?(?:解释|规定|规则)(?:\([一二三四五六七八九十]{1,3}\))?$"
)
_SPEAKING = re.compile(
    r"^(?:最新|新编|图解|漫画|以案说)|(?:解读|释义|读本|汇编|问答|指南|手册|讲义|教程|评注|全书|单行本)"
)


def bare_title(name: str) -> str:
    """The title without qualifiers behind it (试行, 2018年修正, 草案), normalised."""
    title = normalise_name(name)
    while (shorter := _QUALIFIER.sub("", title)) != title:
        title = shorter
    return title


def is_local(title: str) -> bool:
    """Whether a normalised title begins with a place in China."""
    return _PLACE.match(title) is not None and _NO_PLACE.match(title) is None


def claim_of(name: str) -> Claim:
    """What a title that the catalogue does not hold claims to be."""
    title = bare_title(name)
    if _INTERPRETS.match(title):
        return Claim.JUDICIAL
    return _claim_of_law(title) if _names_law(title) else Claim.NO_LAW


def _claim_of_law(title: str) -> Claim:
    statute = _is_statute_name(title)
    if title.startswith(NATION):
        return Claim.STATUTE if statute else Claim.STATE_RULE
    if _PARTY.search(title):
        return Claim.PARTY
    if is_local(title):
        return Claim.LOCAL if statute or "实施" in title else Claim.RULE
    if _ABOUT.search(title):
        return Claim.NO_LAW
    return Claim.STATUTE if statute else Claim.RULE


def _names_law(title: str) -> bool:
    """Whether a normalised title could be that of a Chinese law, regulation or rule."""
    if not 3 <= len(title) <= 60 or not _PLAIN_NAME.match(title):
        return False
    if _SPEAKING.search(title) or _FOREIGN.match(title):
        return False
    return _is_statute_name(title) or _RULE_END.search(title) is not None


def _is_statute_name(title: str) -> bool:
    if not _STATUTE_END.search(title) or title.endswith("办法"):
        return False
    return title.startswith(NATION) or not _METHOD_END.search(title)
