"""Pseudonyms (化名): the same value gets the same words everywhere in a document."""

from __future__ import annotations

_LABELS = {
    "姓名": "人员",
    "person.id_number": "证件号码",
    "person.phone": "电话",
    "person.bank_card": "账号",
    "person.vehicle_plate": "车牌",
    "person.document_number": "证件",
    "person.email": "邮箱",
    "person.social_account": "账号",
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Pseudonyms:
    """Hands out pseudonyms in the order in which values are met."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def of(self, kind: str, value: str) -> str:
        """The words for a value: 人员甲 for a name, 电话1 for a telephone, however it is grouped."""
        compact = "".join(character for character in value if character.isalnum()).upper()
        known = self._known.get((kind, compact))
        if known is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            known = self._known[kind, compact] = _LABELS.get(kind, "隐去内容") + _ordinal(kind, number)
        return known


def _ordinal(kind: str, number: int) -> str:
    """甲 to 癸 for people, then 甲2 and so on; figures for numbers."""
    if kind != "姓名":
        return str(number)
    turn, place = divmod(number - 1, len(_STEMS))
    return _STEMS[place] + (str(turn + 1) if turn else "")
