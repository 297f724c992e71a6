"""The words by which a sentence tells what it does with the conduct that it names.

The concepts of ``rules/lexicon/polarity.yaml`` are numbered by `Cues`; what else decides how far a
cue reaches stands here as word lists. Each word has its pair of sentences in the tests: one that it
silences and one, in the same words, that it must not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.language.lexicon import ConceptTable

# --- words with pairs of sentences ----------------------------------------------------------

_PREPOSITIONS = ("以", "通过", "利用", "借", "滥用", "采取", "凭", "因", "变相")
_CONDUCT_NOUNS = (
    "行为", "做法", "问题", "规定", "政策", "措施", "条款", "情形", "现象", "内容", "文件", "壁垒", "方式",
)  # fmt: skip
_CONDUCT_LISTED = ("做法", "条款", "内容", "政策", "措施", "文件", "规定")
_EXEMPTING = (
    "要求", "强制", "强迫", "变相", "限制", "设置", "附加", "增设", "歧视", "阻碍", "干预",
    "拒", "扣", "减", "降低", "取消", "少发", "区别", "剥夺", "排斥",
)  # fmt: skip
_FREEING = (
    "无需", "无须", "不需", "不要求", "不设", "不受", "不限", "不强制", "不对", "不因", "不以", "不将",
    "杜绝", "防止", "避免",
)  # fmt: skip
_FENDING_OFF = ("杜绝", "防止", "避免", "严防")
_CLEANING = ("清理", "整治", "治理", "纠正", "破除", "查处", "排查", "严查")
_PERIODS = (
    "去年",
    "今年",
    "上年度",
    "上年",
    "近年来",
    "上半年",
    "前三季度",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
)
_PURPOSES = ("为了", "为", "旨在")

WORDS: Mapping[str, tuple[str, ...]] = {
    "介词": _PREPOSITIONS,
    "做法名词": _CONDUCT_NOUNS,
    "列举名词": _CONDUCT_LISTED,
    "不得亏待": _EXEMPTING,
    "免除": _FREEING,
    "防范": _FENDING_OFF,
    "整治": _CLEANING,
    "时期": _PERIODS,
    "目的": _PURPOSES,
}
"""The word lists by name."""


def _any(words: tuple[str, ...]) -> str:
    return "|".join(words)


# --- how far a cue reaches ------------------------------------------------------------------

COMMA = re.compile(r"[，,]")
# 不得以……为由，限制……: the adverbial before the comma belongs to what is forbidden.
ADVERBIAL = re.compile(rf"\s*(?:{_any(_PREPOSITIONS)}|违反|违规|违法|超越|擅自|将|在|对|与|向|为|任何)")
POSITIVE_START = re.compile(
    r"\s*(?:应当|应|必须|须|可以|可|优先|给予|予以|鼓励|支持|享受|实行|按照|按|但|方可|由|对(?=[^，]{0,20}(?:给予|优先|奖)))"
)
CONDITION_CLOSED = re.compile(
    r"(?:的|除外|[^前]后|时)[，,]|的(?:[^，,]{0,12})(?:优先|应当|可以|给予|方可)|的(?:发放|领取|享受|予以|兑现|拨付)"
)
# 严禁虚报冒领，对……发放奖励: a duty of another sort, and then what is granted.
GRANTS = re.compile(r"给予|予以|发放|拨付|兑[现付]|领取|享[受有]|优先|奖励\s*\d|可以?(?:申[领请]|获)")
SAME_SORT = re.compile(
    r"""
      优惠|奖|补[贴助]|减免|返还|倾斜|扶持|承诺|歧视|限制|限定|要求|设[置定立]|条件|指定|强[制迫]|违[规法]
    | 准入|门槛|排斥|排除|差别|区别|干预|收取|妨[碍害]|阻[碍挠]|擅自|障碍|壁垒|保护|干扰|垄断|价格
    | 规定|制定|出台
    """,
    re.VERBOSE,
)
WRONGS = re.compile(r"歧视|强[制迫]|变相|违[规法]|擅自|排斥|妨[碍害]|差别|为条件|为前提|为由|作为")
# 在禁止燃放区域经营的企业: part of a name for a place or a time.
COMPOUND = re.compile(
    r"(?:禁止|严禁|不得)(?![跨在本外各市县省区向对于从以将进出])[^，,。；的]{2}(?:区域?|期|路段|地[段带]|水域)"
)
# 在本市注册的企业无需申请即可领取奖励: what needs no application is granted.
FREES = re.compile(_any(_FREEING))
SPARED = re.compile(r"即可|即能|即享|直接|就能|就可|便可|自动|免申")

# --- what stands around the conduct ---------------------------------------------------------

# 给予奖励，骗取行为依法查处: the noun must be that of the conduct itself.
CONDUCT_NOUN = re.compile(
    rf"(?:[^，,。；]{{0,20}}?|[^。；]{{0,36}}?等[^，,。；]{{0,4}})(?:{_any(_CONDUCT_NOUNS)})"
)
LISTED = re.compile(r"(?:下列|以下|如下|上述)")
CONDUCT_LISTED = re.compile(rf"[^，,]{{0,8}}?(?:{_any(_CONDUCT_LISTED)})")
# A count inside a condition reports nothing: 同比增长百分之十以上的企业，给予奖励.
OFFERED = re.compile(
    r"的[，,；]|以上的|的(?:企业|公司|单位|项目|机构|经营者|主体|供应商|投标人|商户|平台|，|,)|给予|予以|奖励|[得加]\d|分值|评分|得分|加分|方可|方能|才能"
)
DONE = re.compile(r".{0,2}(?:对|向|为|给予|予以|发放|兑现|拨付|安排|支持|奖励|补贴)")
CONDITION_MET = re.compile(r"的[，,]")
# 返还税收，责令限期追回: the order is about what was just named.
ORDERED_NEXT = re.compile(
    r"[^，,。；]{0,12}[，,](已[经被]?(?:责令|查处|纠正|整改|约谈)|责令(?:限期|改正|停止|整改|纠正|追回))"
)
MISCONDUCT_CLOSED = re.compile(r"[^，,。；]{0,60}的[，,]|[^。；]{0,80}的[，,]由")
# 为避免恶性竞争，不再引进其他企业: what is to be avoided ends at the comma.
FENDS_OFF = re.compile(_any(_FENDING_OFF))
CLEANS = re.compile(_any(_CLEANING))
# 外地企业无需备案 frees them; 外地企业不得投标 shuts them out.
EXEMPTS = re.compile(rf"不得(?:{_any(_EXEMPTING)})|{_any(_FREEING)}")
NOT_MET = re.compile(r"未|没有|不(?:在|属|具备|符合|满足|按)|非本")
# 注册不满一年的企业，不得……: the bound follows the element.
BOUND_AFTER = re.compile(r"[^，,。；]{0,6}(?:低于|不足|未达到|不满|以外)")
BUT_FOR = re.compile(r"除(?!了)[^，,。；]{0,20}$")
ALL_BUT = re.compile(r"[^，,。；]{0,20}外[，,]")
# 2024年，我市新增上市公司2家: told of a period that is over, unless something is granted or required.
PERIOD = re.compile(
    rf"\s*(?:截至[^，,的]{{1,14}}|(?:{_any(_PERIODS)}|\d{{4}}年)(?![^，,]{{0,8}}(?:前|起|底|内|至))[^，,的]{{0,8}})[，,]"
)
REQUIRES = re.compile(
    r"的[，,]|给予|发放|领取|享受|予以|应当|必须|须|可以|按照|按|对|将|鼓励|支持|力争|确保|要"
)
TITLE_MARKS = re.compile(r"[《》]")
PURPOSE = re.compile(
    rf"(?:^|[，,、\s])(?:{_any(_PURPOSES)})(?!主|准|限|由|本|期|其|零|宜|一|企业|符合)[^，,]*$"
)
# 本办法所称奖励，是指……; but 对本办法所称重点企业发放奖励 uses a word that is defined elsewhere.
DEFINES = re.compile(r"[是系]指|所称[^。；]{1,40}?(?:指|包括|是|为)")
GRANTED_THEN = re.compile(r"[，,](?!包括|[是系]?指|是|为)[^，,]{0,30}(?:给予|予以|发放|享受)")
# 全年完成产值一亿元的企业，给予奖励: a condition, and then what is granted.
OFFERED_THEN = re.compile(
    r"[^，,。；]{2,40}(?:的|企业|单位|机构|项目|公司|经营者|人)[，,][^。；]{0,30}?(?:给予|予以|发放|享受|奖励|补[贴助])"
)
# 下列情形之一的，不得投标; but 下列条件不得作为评分因素.
SHUT_OUT = re.compile(
    r"""
    [^，,]{0,4}(?:情形|条件|企业|单位|机构|人员|供应商|投标人|申请人|主体|对象|项目|商户|经营者)
    [^：:]{0,12}?不[得能可]
    (?!作为|列为|列入|纳入|设[为定置]|要求|出现|存在|以|含|有|限制|歧视|强制|拒)
    """,
    re.VERBOSE,
)
# 负面清单管理改革先行企业奖励, 奖励申报审查标准: headings that name a benefit prohibit nothing,
# unless the benefit is what they prohibit (不得给予的奖励).
BENEFIT_HEADING = re.compile(r"奖励|奖补|补[助贴]|扶持|资助|支持|优惠|申报|申领|评分|评审|纾困")
FORBIDDEN_THERE = re.compile(
    r"(?:不得|禁止|严禁)[^，,。；]{0,4}(?:给予|予以|设|以|出台|制定|含有|变相|将|对|的)"
)
DENIED_THERE = re.compile(
    r"不得(?:享受|申报|申领|领取|获得)[^，,。；]{0,10}(?:情形|对象|企业|单位|项目|主体)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Numbers of the cue concepts in the concept table; empty where a lexicon has none of a name."""

    forbids: tuple[int, ...]
    abolishes: tuple[int, ...]
    handles: tuple[int, ...]
    denies: tuple[int, ...]
    reports: tuple[int, ...]
    counts: tuple[int, ...]
    defines: tuple[int, ...]
    negates: tuple[int, ...]
    negative_headings: tuple[int, ...]

    @classmethod
    def register(cls, table: ConceptTable) -> Cues:
        """Number the cue concepts of ``rules/lexicon/polarity.yaml``."""
        return cls(
            forbids=table.known("禁止语"),
            abolishes=table.known("清理语"),
            handles=table.known("处理语"),
            denies=table.known("不予语"),
            reports=table.known("报告语"),
            counts=table.known("计数语"),
            defines=table.known("定义语"),
            negates=table.known("否定条件"),
            negative_headings=table.known("负面标题"),
        )
