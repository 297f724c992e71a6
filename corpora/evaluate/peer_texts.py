"""Texts on which tools for personal data are compared: made anew from a seed, with labelled places.

Every number has its check digit, every person and place is invented. What is measured are the
kinds that other tools know too; hard negatives are what looks like such numbers and is lawful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from corpora.evaluate.disclosure import LabelledSpan, LabelledText
from reviewer.document import Span

KINDS = {
    "id": "person.id_number",
    "mobile": "person.phone",
    "landline": "person.phone",
    "card": "person.bank_card",
    "plate": "person.vehicle_plate",
    "passport": "person.document_number",
    "email": "person.email",
    "address": "person.address",
}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙朱高林何郭马罗梁",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英",
)
_FRAMES = (
    "当事人{name}，公民身份号码{id}，联系电话{mobile}。",
    "救助对象：{name}　身份证号：{id}　住址：{address}",
    "{name}\t{id}\t{card}\t1200元",
    "请于月底前与{name}联系（手机{mobile}，邮箱{email}）。",
    "补贴发放至{name}的银行卡{card}，开户行云岭农商行。",
    "车主{name}，车牌{plate}，家庭电话{landline}。",
    "持护照{passport}的申请人{name}已提交材料。",
    "信访人{name}住{address}，电话{mobile}，身份证{id}。",
    "{name}（{id}）与{name}（{id}）系夫妻。",
    "领款人{name}，卡号{card}，短信通知{mobile}。",
    "肇事车辆{plate}驾驶人{name}电话{mobile}",
    "网民留言：我叫{name}，家住{address}，联系我{mobile}。",
    "投递地址：{address}，收件人{name}，{mobile}",
    "发送至{name}个人邮箱{email}，抄送{email}。",
    "身份证号码为{id}的{name}未到场。",
    "户主{name} 身份证{id_spaced} 一卡通{card_spaced}",
    "{name}手机{mobile_spaced}，号码{id_wide}",
    "护照号码：{passport}，姓名：{name}，宅电：{landline}",
)
_NEGATIVES = (
    "统一社会信用代码：{credit}，登记机关：云岭县市场监督管理局。",
    "项目代码：{year}-530322-48-01-0{six}，总投资{amount}元。",
    "咨询电话：0874-31{five}0，投诉热线12345。",
    "索引号：11530322015123456X/{year}-00{three}，公开方式：主动公开。",
    "中标金额{amount}元，合同编号YL-{year}-0{three}。",
    "身份证号530322********2041，手机138****{four}。",
    "发票代码0530021001{two}，发票号码45{six}。",
    "不动产单元号：5303220010{two}GB00035F00120034。",
    "户名：云岭县慈善总会，账号：5300{four}5678901234567，接受社会捐赠。",
    "设备序列号SN{year}{six}{four}，出厂编号{six}。",
    "公示期：{year}0801—{year}0807，监督电话0874-312{four}。",
    "姓名：＿＿＿　身份证号：＿＿＿＿＿＿　联系电话：＿＿＿＿＿＿",
    "邮箱：ylxsfj@yn.gov.cn，传真0874-312{four}。",
    "坐标X=28{five}.218，Y=345{five}.553。",
    "订单号{year}{six}{six}，快递单号SF10{six}{six}。",
)
_SLOT = re.compile(r"\{(\w+)\}")


def peer_texts(*, seed: int = 2026, labelled: int = 160, negatives: int = 90) -> list[LabelledText]:
    """So many texts with personal data, and so many that only look so."""
    draw = _Draw(Random(seed))  # noqa: S311  # invented values, no secret
    texts = [draw.labelled(f"pv{number:03d}", _FRAMES[number % len(_FRAMES)]) for number in range(labelled)]
    texts += [
        draw.labelled(f"pn{number:03d}", _NEGATIVES[number % len(_NEGATIVES)]) for number in range(negatives)
    ]
    return texts


class _Draw:
    """Draws values."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def labelled(self, name: str, frame: str) -> LabelledText:
        """A text of a frame."""
        text, spans, position = "", [], 0
        for slot in _SLOT.finditer(frame):
            text += frame[position : slot.start()]
            position = slot.end()
            value = self._value(slot[1])
            kind = KINDS.get(slot[1].partition("_")[0])
            if kind:
                spans.append(LabelledSpan(span=Span(len(text), len(text) + len(value)), kind=kind))
            text += value
        return LabelledText(id=name, text=text + frame[position:], spans=tuple(spans))

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(str(self._random.randint(0, 9)) for _ in range(count))

    def _value(self, slot: str) -> str:
        value = _VALUES.get(slot)
        if value is not None:
            return str(value(self))
        sizes = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
        return self.digits(sizes[slot])

    def identity(self) -> str:
        """An identity number with its check character."""
        random = self._random
        born = f"{random.randint(1950, 2005)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
        first = f"530322{born}{self.digits(3)}"
        total = sum(int(digit) * weight for digit, weight in zip(first, _ID_WEIGHTS, strict=True))
        return first + "10X98765432"[total % 11]

    def card(self) -> str:
        """A card number with its check digit (Luhn)."""
        first = "6217" + self.digits(14)
        return next(first + digit for digit in "0123456789" if _luhn(first + digit))

    def mobile(self) -> str:
        """A mobile of a number range in use."""
        return self._random.choice(("138", "139", "158", "187", "133", "177")) + self.digits(8)

    def plate(self) -> str:
        """A plate without the letters I and O."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        return f"云{self._random.choice(letters[:6])}{self._random.choice(letters)}{self.digits(4)}"

    def name(self) -> str:
        """An invented person."""
        given = "".join(self._random.choice(_GIVEN) for _ in range(self._random.randint(1, 2)))
        return self._random.choice(_SURNAMES) + given

    def address(self) -> str:
        """A home."""
        number = self._random.randint
        return (
            f"云岭县{self._random.choice('东西南北')}关街道和平路{number(1, 99)}号"
            f"{number(1, 30)}栋{number(1, 4)}单元{number(101, 1203)}室"
        )

    def email(self) -> str:
        """A mailbox of a provider for everybody."""
        word = "".join(self._random.choice("abcdefghklmnprstwxyz") for _ in range(7))
        return f"{word}{self.digits(2)}@{self._random.choice(('163.com', 'qq.com', '126.com'))}"

    def credit_code(self) -> str:
        """A credit code of a company (GB 32100)."""
        alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        first = "91530322MA" + "".join(self._random.choice(alphabet) for _ in range(7))
        total = sum(alphabet.index(each) * pow(3, place, 31) for place, each in enumerate(first))
        return first + alphabet[(31 - total % 31) % 31]

    def cut(self, value: str, first: int, second: int) -> str:
        """A number in three groups, cut at two places."""
        return f"{value[:first]} {value[first:second]} {value[second:]}"

    def grouped(self, value: str, size: int) -> str:
        """A number in groups, as forms print it."""
        return " ".join(value[index : index + size] for index in range(0, len(value), size))

    def amount(self) -> str:
        """A sum of money."""
        return f"{self._random.randint(1, 99)},{self.digits(3)},{self.digits(3)}.00"

    def year(self) -> str:
        """A recent year."""
        return str(self._random.randint(2020, 2026))


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_VALUES = {
    "id": _Draw.identity,
    "id_spaced": lambda draw: draw.cut(draw.identity(), 6, 14),
    "id_wide": lambda draw: draw.identity().translate(_WIDE),
    "card": _Draw.card,
    "card_spaced": lambda draw: draw.grouped(draw.card(), 4),
    "mobile": _Draw.mobile,
    "mobile_spaced": lambda draw: draw.cut(draw.mobile(), 3, 7),
    "landline": lambda draw: f"0874-3{draw.digits(6)}",
    "plate": _Draw.plate,
    "passport": lambda draw: f"E{draw.digits(8)}",
    "email": _Draw.email,
    "address": _Draw.address,
    "name": _Draw.name,
    "credit": _Draw.credit_code,
    "amount": _Draw.amount,
    "year": _Draw.year,
}


def every_text(texts: list[LabelledText]) -> Iterator[str]:
    """The words alone."""
    return (text.text for text in texts)
