"""What a reply to a request for disclosure decides, and when it was received."""

from datetime import date

import pytest

from reviewer.structure.replies import Outcome, is_reply, read_reply
from tests.reviewer.checkers.disclosure import findings_in


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("你申请的信息已在县政府网站主动公开。", Outcome.PUBLISHED),
        ("本机关决定予以公开，现随函提供给你。", Outcome.GRANTED),
        ("该信息涉及商业秘密，决定不予公开。", Outcome.WITHHELD),
        ("经检索，本机关未制作你申请的信息。", Outcome.ABSENT),
        ("你申请的信息不属于本机关负责公开。", Outcome.NOT_RESPONSIBLE),
        ("你已就同一内容提出过申请，本机关不予重复处理。", Outcome.REPEATED),
        ("不动产登记资料请按照不动产登记资料查询办法的规定查询。", Outcome.SPECIAL),
        ("该信息作区分处理，予以部分公开。", Outcome.PARTIAL),
        ("提供该信息需要本机关加工、分析，本机关不予提供。", Outcome.PROCESSING),
    ],
)
def test_outcome_is_recognised(words: str, outcome: Outcome) -> None:
    """The seven items of Article 36, and Articles 37 and 38."""
    assert list(read_reply(words).outcomes) == [outcome]


def test_quoted_requests_and_titles_decide_nothing() -> None:
    """What the applicant asked for stands in quotes."""
    reply = read_reply("你申请公开“不予公开的决定”。现随函提供给你。")

    assert list(reply.outcomes) == [Outcome.GRANTED]


def test_articles_and_days_are_read() -> None:
    """Items in brackets or without; the last day is that of the reply."""
    reply = read_reply(
        "本机关于2026年9月2日收到。根据《政府信息公开条例》第十五条、第三十六条第（三）项。\n二〇二六年九月二十五日"
    )

    assert [(relied.article, relied.item) for relied in reply.relied_on] == [(15, 0), (36, 3)]
    assert (reply.received, reply.dated) == (date(2026, 9, 2), date(2026, 9, 25))


@pytest.mark.parametrize(
    ("title", "reply"),
    [
        ("云岭县水务局政府信息公开申请答复书", True),
        ("关于梁某某依申请公开的答复", True),
        ("政府信息公开申请补正告知书", False),
        ("政府信息公开延期答复告知书", False),
        ("关于印发信息公开工作要点的通知", False),
    ],
)
def test_steps_on_the_way_are_no_replies(title: str, reply: bool) -> None:
    """A request to complete the application decides nothing."""
    assert is_reply(title, "") is reply


def test_data_of_the_applicant_may_not_go_into_a_published_copy() -> None:
    """Name, number and address of the applicant are found as in any other document."""
    text = (
        "云岭县水务局政府信息公开申请答复书\n梁思远（身份证号：420106198506173311，邮寄地址：云岭县和平路12号3栋2单元501室）：\n"
        "你于2026年9月1日提交的政府信息公开申请收悉。"
    )

    assert {"person.id_number", "person.address"} <= {finding.kind for finding in findings_in(text)}
