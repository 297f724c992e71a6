"""Labels: the words beside a number that say what it is."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Label(StrEnum):
    """What a word beside a number, or a column head, says that the number is."""

    ID_CARD = "id_card"
    DISABILITY_CARD = "disability_card"
    PASSPORT = "passport"
    EXIT_PERMIT = "exit_permit"
    HOME_PERMIT = "home_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    RESIDENCE_PERMIT = "residence_permit"
    OFFICER_CARD = "officer_card"
    SOCIAL_CARD = "social_card"
    DRIVING_LICENCE = "driving_licence"
    MARRIAGE = "marriage"
    BIRTH = "birth"
    PUPIL = "pupil"
    PREFERENCE_CARD = "preference_card"
    HOME_PHONE = "home_phone"
    MOBILE = "mobile"
    FAX = "fax"
    HOTLINE = "hotline"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    BANK = "bank"
    OTHER = "other"


_WORDS: dict[Label, tuple[str, ...]] = {
    Label.DISABILITY_CARD: (r"(?:第[二三]代)?残疾(?:人|军人)?证(?:件)?", r"伤残(?:军人|人民警察)?证"),
    Label.PASSPORT: (r"(?:因公|因私|公务|外交|普通)?护照",),
    Label.EXIT_PERMIT: (
        r"(?:(?:往来)?(?:港澳|台湾)(?:地区)?)?通行证",
        r"(?:往来|赴)(?:港澳|香港|台湾)[^，。；\n]{0,4}(?:通行)?证",
    ),
    Label.HOME_PERMIT: (r"回乡证", r"(?:港澳(?:居民)?)?来往内地通行证"),
    Label.TAIWAN_PERMIT: (r"台胞证", r"(?:台湾(?:居民)?)?来往大陆通行证"),
    Label.RESIDENCE_PERMIT: (
        r"(?:港澳台居民|港澳台|台湾居民|外国人)?(?:永久)?居留(?:身份)?证",
        r"(?:港澳台(?:居民)?)?居住证",
    ),
    Label.OFFICER_CARD: (r"(?:军官|士兵|警官|文职干部|文职人员|武警|义务兵|军人|军)证(?:件)?",),
    Label.SOCIAL_CARD: (
        r"社会?保(?:障|险)?(?:卡|账户|个人账户)",
        r"(?:社会?保(?:障|险)|社保)(?=号|编号|个人)",
        r"医(?:疗|疗保险)?保(?:险|障)?(?:卡|证|手册|个人账户)",
        r"医保(?=号|编号|个人|电子)",
        r"市民卡|新农合(?:证|卡)?|农合证",
        r"(?:社保|医保|社会保险|医疗保险|养老保险)?个人(?:参保|社保|医保)?(?=编号|社保号|医保号)",
        r"参保人?员?(?=号|编号|个人编号)",
    ),
    Label.DRIVING_LICENCE: (r"(?:机动车)?驾驶(?:证|员证|执照)(?:档案)?", r"驾照(?:档案)?"),
    Label.MARRIAGE: (
        r"(?:结婚|离婚|婚姻登记)证?(?:登记)?字?(?=号)",
        r"(?:结婚|离婚)(?:登记)?证(?:字)?",
    ),
    Label.BIRTH: (r"出生(?:医学)?证明?",),
    Label.PUPIL: (r"(?:全国)?学籍(?:辅)?",),
    Label.PREFERENCE_CARD: (
        r"(?:退役军人|军属|烈属)?优待证",
        r"(?:烈士|复员|退伍|退役|转业)(?:军人)?证明?书?",
        r"户口(?:簿|本)(?=号|编号)",
    ),
    Label.ID_CARD: (
        r"(?:居民|公民)?身份证?件?",
        r"公民身份|身份|证件|证照",
        r"(?<![A-Za-z])(?:ID|id)(?:\s?[Cc]ard)?|sfz",
    ),
    Label.HOME_PHONE: (
        r"(?:家庭|住宅|家里|家中|住家|家用)(?:固定|座机)?(?:联系)?电话",
        r"宅电|家庭座机",
    ),
    Label.MOBILE: (r"手\s?机|移动电话|手提电话|小灵通|[Mm]obile",),
    Label.FAX: (r"传\s?真|[Ff]ax|FAX",),
    Label.HOTLINE: (r"热线|客服|400电话",),
    Label.PHONE: (
        r"(?:联系|咨询|监督|举报|投诉|报名|办公|值班|服务|固定|单位)?(?:人)?电\s?话",
        r"联系方式|通讯方式|致电|来电|拨打|座机|微信",
        r"(?<![A-Za-z])(?:[Tt]el|TEL|[Pp]hone|PHONE)(?:ephone)?",
    ),
    Label.EMAIL: (r"(?:电子)?邮箱|电子邮件|邮件|[Ee]-?mail|E-?MAIL|邮址",),
    Label.PLATE: (r"车牌|牌照|号牌|车号|车辆牌号|机动车牌",),
    Label.BANK: (
        r"银行卡|卡(?=号)|存折(?:账|帐)?|工资卡|借记卡|储蓄卡|信用卡|补贴卡",
        r"(?:银行|信用社|收款|结算|存款|储蓄|个人|发放|补贴|惠农|领款|工资|支付宝)?(?:账|帐)(?:户|号)",
        r"一(?:卡|折)通(?:卡|账|帐)?|惠农(?:卡|折)",
        r"(?:银行|农行|工行|建行|中行|邮储|农商行|信用社|交行|招行|农信)(?:卡|账户)?",
    ),
    # What many other numbers are called; each needs a 号, 编号 or 代码 behind it.
    Label.OTHER: (
        r"(?:统一)?社会?信用代?码?|信用代码|纳税人识别|组织机构代?码?|营业执照|注册|登记|项目|索引|索书",
        r"文书?|发文|案|批|订单|运单|快递|快件|物流|流水|序列|条形?码|商品码|合同|协议|票据|发票|收据",
        r"受理|工单|办件|办事|业务|采购|招标|投标|标段|资产|档案|许可证?|执业证?|执照|资格证?|证书|备案|批准",
        r"准考证|考生|报名|学|工|警|职工|员工|样品|样本|检验|报告|图|地|宗地|单元|房屋|产权|不动产|权证",
        r"户(?=号)|表|电表|水表|燃气|缴费|客户|设备|出厂|产品|车架|发动机|桩|监管|追溯|交易|支付|凭证|查询",
        r"验证|邮政?编|邮|行政区划|区划|行业|分类|主题|专利|著作|版权|登记证|采矿|探矿|ISBN|ISSN|ICP|QQ",
        r"会议|直播|群|房间|平台|系统|网站标识|标识|公告|文件|编|计划|任务|课题|立项|赎回|产权证|土地证",
        r"监测|站|点位|岗位|职位",
    ),
}
_SUFFIX = (
    r"(?:[（(][^（）()\n]{0,12}[)）])?\s?"
    r"(?:号码|证号|证件号码?|字号|卡号|编号|代码|编码|账号|帐号|号|码|NO\.?|No\.?|№)*"
)
_OTHER_SUFFIX = r"(?:号码|字号|编号|代码|编码|号|码|NO|No|[:：])+"
# A bare 编号, 代码 or ISBN says that the number is something else's.
_BARE = r"(?P<bare>(?:编号|代码|编码|单号|序号|№)(?:号)?|(?:ISBN|ISSN|ICP|QQ|IP)\s?)"


def _alternative(label: Label, words: tuple[str, ...]) -> str:
    suffix = _OTHER_SUFFIX if label is Label.OTHER else _SUFFIX
    return rf"(?P<{label.value}>(?:{'|'.join(words)}){suffix})"


# Every label begins with one of the characters of the words above; most characters of a text are none.
_CHARACTERS = {character for words in _WORDS.values() for character in "".join(words) if character.isalnum()}
_ALTERNATIVES = "|".join([*(_alternative(*entry) for entry in _WORDS.items()), _BARE])
_LABEL = re.compile(rf"(?=[{''.join(sorted(_CHARACTERS))}№序])(?:{_ALTERNATIVES})")
_FILLING = re.compile(r"[0-9Xx\s:：/、,，;；（）()\-.*·为是即\[\]【】“”\"'|+]")
_MAX_FILLING = 6


def last_label(before: str) -> Label | None:
    """What the words before a number say, the nearest label counting; None where none is near enough."""
    found: re.Match[str] | None = None
    for match in _LABEL.finditer(before):
        found = match
    if found is None or len(_FILLING.sub("", before[found.end() :])) > _MAX_FILLING:
        return None
    return _meaning(found)


def first_label(text: str) -> Label | None:
    """What a column head says, or the words in brackets after a number."""
    found = _LABEL.search(text)
    return _meaning(found) if found else None


@lru_cache(maxsize=1024)
def head_label(head: str) -> Label | None:
    """What the head of a column, or the cell to the left, says; a list asks the same for every row."""
    return last_label(head) or first_label(head)


def _meaning(match: re.Match[str]) -> Label:
    name = match.lastgroup
    return Label.OTHER if name == "bare" or name is None else Label(name)
