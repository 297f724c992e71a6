"""Units, sentences and the head that members share."""

from reviewer.language.sentences import split_sentences


def units(view: str) -> list[str]:
    sentences = split_sentences(view)
    return [view[start:end] for start, end in zip(sentences.starts, sentences.ends, strict=True)]


def test_units_end_at_full_stops_semicolons_and_blocks() -> None:
    """Blank units are left out."""
    assert units("甲。乙；丙\n\n丁！") == ["甲", "乙", "丙", "丁"]


def test_members_share_the_head_before_the_colon() -> None:
    """；separates members of one sentence."""
    view = "对下列企业奖励：甲；乙。丙；丁"
    sentences = split_sentences(view)

    heads = [sentences.head(unit) for unit in range(len(sentences.starts))]

    assert [view[slice(*head)] if head else None for head in heads] == [None, "对下列企业奖励：", None, None]


def test_a_semicolon_at_the_end_of_a_block_shares_nothing() -> None:
    """The next paragraph is governed by its lead-in, not by the paragraph before."""
    sentences = split_sentences("下列：甲；\n乙")

    assert sentences.head(1) is None


def test_a_sentence_spans_all_its_members() -> None:
    """From the first member to the last."""
    view = "甲。乙；丙；丁。戊"
    sentences = split_sentences(view)

    assert view[slice(*sentences.sentence(2))] == "乙；丙；丁"


def test_every_character_but_separators_belongs_to_one_unit() -> None:
    """`unit_at` agrees with the offsets."""
    view = "甲乙。丙；丁\n戊"
    sentences = split_sentences(view)

    for offset, character in enumerate(view):
        if character not in "。；\n":
            unit = sentences.unit_at(offset)
            assert sentences.starts[unit] <= offset < sentences.ends[unit]
