"""The difference between the texts of two versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.pages.difference import difference

_LINES = st.lists(st.text(alphabet="甲乙丙丁，。", max_size=8), max_size=12).map("\n".join)


def test_changed_words_are_told_within_their_paragraph() -> None:
    """What was taken out, what was put in, what stayed."""
    (paragraph,) = difference("第一条 给予三百元补助。", "第一条 给予五百元补助。")

    told = [(piece.kind, piece.text) for piece in paragraph.pieces]
    assert paragraph.kind == "changed"
    assert told == [("same", "第一条 给予"), ("removed", "三"), ("added", "五"), ("same", "百元补助。")]


def test_paragraphs_that_share_little_are_told_whole() -> None:
    """No patchwork of single characters."""
    kinds = [paragraph.kind for paragraph in difference("对迁入企业奖励", "县财政局负责解释本办法的内容")]

    assert kinds == ["removed", "added"]


def test_unchanged_stretches_are_shortened_to_their_borders() -> None:
    """One paragraph of context on each side of a change."""
    before = "\n".join(f"第{n}段" for n in range(20))
    after = before.replace("第10段", "第10段，另有规定的除外")

    told = difference(before, after)

    assert [paragraph.skipped for paragraph in told] == [9, 0, 0, 0, 8]


@given(before=_LINES, after=_LINES)
def test_both_texts_stand_in_the_difference(before: str, after: str) -> None:
    """Nothing is lost or made up: added and kept paragraphs give the new text, save what is skipped."""
    old = new = 0
    for paragraph in difference(before, after):
        pieces = {piece.kind: 0 for piece in paragraph.pieces}
        for piece in paragraph.pieces:
            pieces[piece.kind] += len(piece.text)
        old += pieces.get("same", 0) + pieces.get("removed", 0)
        new += pieces.get("same", 0) + pieces.get("added", 0)
        skipped = paragraph.skipped
        if skipped:
            return  # what is skipped is equal on both sides

    assert old == len(before.replace("\n", ""))
    assert new == len(after.replace("\n", ""))
