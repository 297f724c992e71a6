"""Who issued a document (制定机关), at which level of government, for which division."""

from __future__ import annotations

import re

from reviewer.document import Document, Span
from reviewer.report import ReadValue
from reviewer.structure.divisions import Locality, find_locality
from reviewer.structure.head import ORGANISATION_END, is_names
from reviewer.structure.kinds import GovernmentLevel
from reviewer.structure.lines import Line, LineKind
from reviewer.structure.outline import Outline
from reviewer.structure.signatures import find_signature

_STATED = re.compile(r"(?:发文|实施|制定|发布)(?:机关|机构|单位)\s*[：:]\s*(?P<name>\S{2,40})")
_BEFORE_MATTER = re.compile(r"(?P<names>[^《》，。：；]{2,120}?)(?=关于|印发|转发|批转)")
_NATIONAL_CONGRESS = re.compile(r"届(?P<name>全国人民代表大会(?:常务委员会)?)")
_CONGRESS = re.compile(
    r"(?:\d日|由|经|^|[（(])\s*(?P<place>[\u4e00-\u9fff]{2,16}?)第[一二三四五六七八九十\d]{1,3}届"
    r"(?P<body>人民代表大会(?:常务委员会)?|人大常委会)"
)
_ORDER_BODY = re.compile(
    r"(?:\d{1,2}日|由|^|[（(])\s*(?P<body>[\u4e00-\u9fff、\s]{2,40}?)\s*(?:第\s*\d{1,4}\s*号)?令"
)
_RED_HEAD_END = re.compile(r"\s*文\s*件$")
_NAME_SPLIT = re.compile(r"[\s、]+")
# …（…代章）, and characters without meaning that some sites put before a name.
_SEALED_FOR = re.compile(r"[（(][^（）()]{2,30}代章[）)]|[\ue000-\uf8ff]+")
_NAME_END = re.compile(rf"{ORGANISATION_END}$")
_STATE = re.compile(
    r"""(?:国务院|中共中央|中央|全国|国家|中华人民共和国|中国人民银行|中国证券监督|中国银行保险|中国银保监|中国证监|最高人民
         |海关总署|审计署|应急管理部|市场监管总局|食品药品监管局)
        |(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|安全|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境|环境保护
           |住房和?城乡建设|交通运输|交通|水利|农业农村|农业|商务|文化和旅游|文化|国土资源|铁道|建设|卫生|信息产业|监察
           |退役军人事务)部(?![门队分])""",
    re.VERBOSE,
)
_BARE_LEVELS = (
    (re.compile(r"(?:中共)?(?:省|自治区|直辖市)(?!级?各)"), GovernmentLevel.PROVINCE),
    (re.compile(r"(?:中共)?(?:市|州|盟|地区)(?!场|政工程|容)"), GovernmentLevel.CITY),
    (re.compile(r"(?:中共)?(?:区|县|旗)(?!域)"), GovernmentLevel.COUNTY),
    (re.compile(r"(?:中共)?(?:镇|乡|街道)"), GovernmentLevel.TOWNSHIP),
)
# 机关代字: the signs of provinces, and of cities that their numbers are known by.
_NUMBER_SIGNS = dict(
    re.findall(
        r"(\D)(\d{6})",
        "京110000津120000冀130000晋140000蒙150000辽210000吉220000黑230000沪310000苏320000浙330000皖340000闽350000"
        "赣360000鲁370000豫410000鄂420000湘430000粤440000桂450000琼460000渝500000川510000黔520000云530000藏540000"
        "陕610000甘620000青630000宁640000穗440100深440300杭330100甬330200蓉510100榕350100厦350200郑410100",
    )
)
_AFTER_SIGN = frozenset("府政办委人市")


def find_issuer(
    document: Document, lines: list[Line], outline: Outline, title: ReadValue | None
) -> ReadValue | None:
    """The issuing authority, several joined by 、: of the title, the head, the signature, the red head."""
    return (
        _from_title(title)
        or _stated(lines)
        or _from_passage(lines)
        or _signed(document, outline)
        or _from_red_head(lines)
    )


def find_level(
    issuer: ReadValue | None, title: ReadValue | None, number: ReadValue | None
) -> tuple[ReadValue | None, ReadValue | None]:
    """Level and region, from the issuer, else from the title and the document number."""
    level: GovernmentLevel | None = None
    source, place = issuer, None
    if issuer is not None:
        level, place = _level_of(issuer.value.split("、")[0])
    if place is None and title is not None:
        from_title = _title_locality(title.value)
        if level is None and from_title is not None:
            source, level = title, from_title.level
        if from_title is not None and level is not GovernmentLevel.STATE:
            place = from_title
    if level is None and title is not None and _STATE.match(title.value):
        source, level = title, GovernmentLevel.STATE
    read_level = None
    if level is not None and source is not None:
        read_level = ReadValue(value=level, span=source.span, reason=f"由“{source.value[:30]}”判断")
    return read_level, _region(level, place, issuer or title, number)


def _region(
    level: GovernmentLevel | None,
    place: Locality | None,
    source: ReadValue | None,
    number: ReadValue | None,
) -> ReadValue | None:
    if place is not None and source is not None:
        return ReadValue(value=place.region, span=source.span, reason=f"由“{source.value[:30]}”判断")
    if number is None or level is GovernmentLevel.STATE:
        return None
    code = _NUMBER_SIGNS.get(number.value[:1])
    if code is None or number.value[1:2] not in _AFTER_SIGN:
        return None
    return ReadValue(value=code, span=number.span, reason=f"由机关代字“{number.value[:1]}”判断")


def _level_of(name: str) -> tuple[GovernmentLevel | None, Locality | None]:
    name = re.sub(r"^中共", "", name) if not name.startswith("中共中央") else name
    if _STATE.match(name):
        return GovernmentLevel.STATE, None
    place = find_locality(name)
    if place is not None:
        return place.level, place
    for pattern, level in _BARE_LEVELS:
        if pattern.match(name):
            return level, None
    return None, None


def _title_locality(title: str) -> Locality | None:
    """The place that a title, or the instrument that it carries, begins with."""
    title = title.removeprefix("中共")
    for start in (0, *(match.end() for match in re.finditer(r"关于(?:印发|发布|公布)?《?|《", title))):
        place = find_locality(title[start:])
        if place is not None:
            return place
    return None


def _from_title(title: ReadValue | None) -> ReadValue | None:
    if title is None:
        return None
    match = _BEFORE_MATTER.match(title.value)
    if match is None or not is_names(match["names"]):
        return None
    return ReadValue(value=_joined(match["names"]), span=title.span, reason="标题中的发文机关")


def _stated(lines: list[Line]) -> ReadValue | None:
    for line in lines:
        match = _STATED.search(line.text) if line.kind is LineKind.META else None
        if match is not None:
            span = Span(line.span.start + match.start("name"), line.span.start + match.end("name"))
            return ReadValue(value=match["name"], span=span, reason="网页所列“发文机关”")
    return None


def _from_passage(lines: list[Line]) -> ReadValue | None:
    """Who passed or promulgated a statute: …人民代表大会…通过, …令第3号公布."""
    for line in lines:
        if line.kind not in (LineKind.PASSED, LineKind.ORDER) and not line.text.endswith("令"):
            continue
        national = _NATIONAL_CONGRESS.search(line.text)
        if national is not None:
            return _read(national["name"], line, *national.span("name"), "通过机关")
        congress = _CONGRESS.search(line.text)
        if congress is not None:
            standing = "常务委员会" if congress["body"] != "人民代表大会" else ""
            value = f"{congress['place']}人民代表大会{standing}"
            return _read(value, line, congress.start("place"), congress.end(), "通过机关")
        order = _ORDER_BODY.search(line.text)
        if order is not None and _NAME_END.search(order["body"].rstrip()):
            return _read(_joined(order["body"]), line, order.start("body"), order.end("body"), "公布机关")
    return None


def _signed(document: Document, outline: Outline) -> ReadValue | None:
    signature = find_signature(document, outline)
    if signature is None:
        return None
    names = signature.names
    value = _joined(" ".join(document.slice(name) for name in names))
    return ReadValue(value=value, span=Span(names[0].start, names[-1].end), reason="落款署名")


def _from_red_head(lines: list[Line]) -> ReadValue | None:
    for line in lines:
        if line.kind is LineKind.RED_HEAD:
            return ReadValue(value=_joined(_RED_HEAD_END.sub("", line.text)), span=line.span, reason="版头")
    return None


def _read(value: str, line: Line, start: int, end: int, reason: str) -> ReadValue:
    return ReadValue(value=value, span=Span(line.span.start + start, line.span.start + end), reason=reason)


def _joined(names: str) -> str:
    """Names of bodies joined by 、; spaced characters and stray pieces are put together again."""
    pieces: list[str] = []
    for piece in _NAME_SPLIT.split(_SEALED_FOR.sub(" ", names).strip()):
        if pieces and not _NAME_END.search(pieces[-1]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return "、".join(piece for piece in pieces if piece).replace("中华人民共和国国务院", "国务院")
