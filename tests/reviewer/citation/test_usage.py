"""What a sentence does with a citation: for every cue one text where it counts, and one where it must not."""

from collections.abc import Callable
from typing import Any

import pytest

LAW = "《中华人民共和国环境影响评价法》"


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        (f"{LAW}同时废止。", True),
        (f"依照{LAW}作出的决定，与新法不一致的，同时废止。", False),
        (f"自2026年8月15日起，{LAW}停止施行。", True),
        (f"按照{LAW}的要求，未经批准的，停止施行作业方案。", False),
        (f"废止{LAW}和有关文件。", True),
        (f"违反{LAW}和有关文件的，撤销批复。", False),
        (f"{LAW}已被《中华人民共和国生态环境法典》取代。", True),
        (f"依照{LAW}，由《环境影响评价报告》载明替代方案。", False),
        (f"下列文件停止执行：\n1.{LAW}\n2.《临江市环评办法》", True),
        (f"本办法的依据：\n1.{LAW}\n2.《临江市环评办法》", False),
        (f"依照原{LAW}取得的批复继续有效。", True),
        (f"原则上依照{LAW}办理。", False),
        (f"《中华人民共和国生态环境法典》施行前依照{LAW}批准的项目，继续建设。", True),
        (f"项目实施前，应当依照{LAW}报批。", False),
        (f"当时适用的{LAW}对此未作规定。", True),
        (f"适用{LAW}的项目，应当公示。", False),
    ],
)
def test_only_words_about_the_law_itself_silence(
    judge: Callable[..., Any], text: str, *, silent: bool
) -> None:
    """A word elsewhere in the sentence decides nothing."""
    standing = [v for v in judge(text).verdicts if v.fault.value == "repealed" and v.dismissed is None]

    assert (standing == []) is silent


@pytest.mark.parametrize(
    ("text", "mild"),
    [
        (f"根据{LAW}，制定本办法。", False),
        (f"以{LAW}为依据，制定本办法。", False),
        (f"{LAW}第三条规定的项目应当公示。", False),
        (f"根据《中华人民共和国水法》、{LAW}等法律法规，制定本办法。", False),
        (f"根据《中华人民共和国水法》（以下简称水法）和{LAW}的有关规定，制定本办法。", False),
        (f"编印{LAW}读本三千册。", True),
        (f"附件二为{LAW}。", True),
    ],
)
def test_mere_mention_is_at_most_a_risk(judge: Callable[..., Any], text: str, *, mild: bool) -> None:
    """A repealed law that is applied is a violation, one that is only named a risk."""
    verdict = next(v for v in judge(text).verdicts if v.fault.value == "repealed")

    assert (verdict.ceiling is not None) is mild


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("《中华人民共和国医疗保障法》将于2027年1月1日起施行。", True),
        ("依照《中华人民共和国医疗保障法》于2026年12月起办理结算。", False),
        ("即将施行的《中华人民共和国医疗保障法》作了规定。", True),
        ("组织实施《中华人民共和国医疗保障法》第十条。", False),
        ("《中华人民共和国医疗保障法》施行后，另行公布实施细则。", True),
    ],
)
def test_law_may_be_named_for_its_beginning(judge: Callable[..., Any], text: str, *, silent: bool) -> None:
    """Saying when it begins is no reliance on it."""
    standing = [v for v in judge(text).verdicts if v.fault.value == "not_yet_effective" and not v.dismissed]

    assert (standing == []) is silent


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("现就《临江市供热条例（草案）》征求意见。", True),
        ("市司法局起草了《临江市供热条例（草案）》，规定供热期限。", True),
        ("按照《临江市供热条例（草案）》规定的期限供热，并征求意见。", False),
        ("依据《临江市供热条例》（送审稿）第三条，建议如下。", False),
    ],
)
def test_draft_may_be_named_as_a_draft(judge: Callable[..., Any], text: str, *, silent: bool) -> None:
    """Its making and its consultation are no reliance on it."""
    standing = [v for v in judge(text).verdicts if v.fault.value == "draft" and not v.dismissed]

    assert (standing == []) is silent


def test_unlisted_title_is_told_once(judge: Callable[..., Any]) -> None:
    """A second mention of the same title says nothing new."""
    text = "根据《青海省湟水管护条例》，制定本办法。\n违反《青海省湟水管护条例》的，依法处理。"

    faults = judge(text).faults()

    assert faults == ["unlisted:《青海省湟水管护条例》"]
