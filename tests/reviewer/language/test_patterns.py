"""The pattern language: what it accepts, what it matches, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.language.lexicon import Concept, ConceptTable
from reviewer.language.matching import Passage, PassageMatcher
from reviewer.language.patterns import PatternError, PatternParser

LEXICON = {
    "本地": Concept(name="本地", terms=("本市", "本县")),
    "奖补": Concept(name="奖补", terms=("奖励", "奖励资金", "补贴")),
}


def matches(pattern: str, *pieces: str) -> list[str]:
    """Texts matched in a passage of pieces."""
    view = "\n".join(pieces)
    table = ConceptTable(LEXICON)
    parsed = PatternParser(table).parse(pattern)
    occurrences = table.automaton().scan(view, [0])
    ranges, start = [], 0
    for piece in pieces:
        ranges.append((start, start + len(piece)))
        start += len(piece) + 1
    matcher = PassageMatcher(view, occurrences, Passage(tuple(ranges)))
    return [view[match.start : match.end] for match in matcher.find(parsed)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("{本地}企业", "在本市企业中", ["本市企业"]),
        ("{本地}企业", "在本市的企业中", []),
        ("{本地} … {奖补}", "本市企业给予奖励资金", ["本市企业给予奖励资金"]),
        ("{本地} …2 {奖补}", "本市企业给予奖励", []),
        ("{奖补}(的|)企业", "奖励企业，补贴的企业", ["奖励企业", "补贴的企业"]),
        ("(给予|发放) … {奖补}", "发放一次性补贴", ["发放一次性补贴"]),
        ("{奖补} … ‹金额›", "奖励不超过50万元", ["奖励不超过50万元"]),
        ("{奖补} … ‹比例›", "按百分之三十补贴，比例30%", ["补贴，比例30%"]),
        ("{本地} … {奖补} … 返还", "本市奖励，补贴返还", ["本市奖励，补贴返还"]),
    ],
)
def test_pattern_matches(pattern: str, text: str, expected: list[str]) -> None:
    """Adjacent elements touch; gaps are bounded; longer terms are preferred."""
    assert matches(pattern, text) == expected


def test_the_border_between_lead_in_and_item_may_be_crossed_at_any_distance() -> None:
    """A lead-in governs its items however long it is."""
    lead_in = "对符合下列条件并且按期提交全部申请材料且通过专家评审的企业给予补贴，条件如下："

    assert matches("{奖补} … {本地}", lead_in, "成立三年以上并且在最近一个会计年度内盈利、注册地在本市") != []


def test_a_match_touches_the_unit_itself() -> None:
    """What stands in the lead-in alone is found once, in the lead-in's own unit."""
    assert matches("{本地} … {奖补}", "本市给予奖励：", "依法纳税的企业") == []


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("{没有这个概念}", "词库"),
        ("{本地} …", "末尾"),
        ("… {本地}", "开头"),
        ("({本地}", "括号"),
        ("{本地})", "括号"),
        ("‹颜色›", "没有类型"),
        ("‹金额›", "必须出现"),
        ("{本地} …500 {奖补}", "上限"),
        ("(甲|){本地}", "开头"),
        ("", "空"),
        ("{本地} } x", "无法识别"),
    ],
)
def test_a_bad_pattern_is_refused_with_the_reason(pattern: str, word: str) -> None:
    """The author reads what is wrong."""
    with pytest.raises(PatternError, match=word):
        PatternParser(ConceptTable(LEXICON)).parse(pattern)


@given(st.text(alphabet="本市奖励补贴，企业甲乙", max_size=80))
def test_matches_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    """Ranges ascend and each begins and ends with an element."""
    view = text or "甲"
    found = matches("{本地} … {奖补}", view)

    for quote in found:
        assert quote.startswith("本市")
        assert quote.endswith(("奖励", "补贴"))
    assert sum(len(quote) for quote in found) <= len(view)


def test_many_gaps_take_linear_time() -> None:
    """Positions that led nowhere are remembered: a hostile sentence does not explode."""
    table = ConceptTable(LEXICON)
    pattern = PatternParser(table).parse(" … ".join(["{奖补}"] * 12) + " … {本地}")
    view = "补贴" * 2_000
    occurrences = table.automaton().scan(view, [0])
    matcher = PassageMatcher(view, occurrences, Passage(((0, len(view)),)))

    assert list(matcher.find(pattern)) == []
