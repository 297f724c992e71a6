"""What an identifier is: a stretch of the view with one kind, however it is grouped or spelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What a number or address identifies.

    Attributes:
        ID_CARD: Resident identity number (公民身份号码), 18 characters or the old 15 digits.
        PHONE: Telephone number, mobile or land line.
        BANK_CARD: Bank card or account number (银行卡号、账号).
        PLATE: Vehicle plate (机动车号牌).
        DOCUMENT: Number of another document: passport, permit, social security or disability card.
        EMAIL: E-mail address.
        SOCIAL_ACCOUNT: Account of a messenger (微信号、QQ号).
        NETWORK: Address in a network: IP address, port, hardware address.
    """

    ID_CARD = "id_card"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    DOCUMENT = "document"
    EMAIL = "email"
    SOCIAL_ACCOUNT = "social_account"
    NETWORK = "network"


class Use(StrEnum):
    """What its surroundings say of an identifier.

    Attributes:
        PRIVATE: A person's own.
        OFFICIAL: Given as the way to reach an office, yet of a kind that persons have (a mobile).
        DOUBTFUL: Labelled as such a number but with a wrong check digit or length.
    """

    PRIVATE = "private"
    OFFICIAL = "official"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier; it never overlaps another.

    Attributes:
        kind: What it identifies.
        use: Whose it is.
        start: View offset of its first character.
        end: View offset after its last.
        compact: Its letters and digits without the separators.
    """

    kind: IdentifierKind
    use: Use
    start: int
    end: int
    compact: str
