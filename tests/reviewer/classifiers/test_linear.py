"""Deciding with a linear model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from reviewer.classifiers.base import Sample
from reviewer.classifiers.beginnings import beginning_classifier, sample_beginning
from reviewer.classifiers.card import ModelCard
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.linear import LinearClassifier
from reviewer.classifiers.model_file import LinearModel

TERMS = ("奖励", "罚款", "税", "，", "本")


def make_model(link: str = "softmax", background: str = "") -> LinearModel:
    """奖励 and 税 speak for rewards, 罚款 for fines, the comma for everything."""
    card = ModelCard(
        name="clause",
        labels=("none", "reward", "fine"),
        link=link,
        background=background,
        fields=(FieldSpec(name="text", longest=2),),
        trained_on="2026-11-24",
        corpus="made_up",
        corpus_digest="0" * 64,
    )
    coefficients = [[0, 0, 0, 9, 1], [8, -4, 4, 9, 0], [-4, 8, 0, 9, 0]]
    return LinearModel(
        card=card,
        vocabularies=(TERMS,),
        idf=np.ones(5, dtype=np.float32),
        coefficients=np.array(coefficients, dtype=np.float32),
        intercepts=np.array([2, 0, 0], dtype=np.float32),
        slopes=np.ones(3, dtype=np.float32),
        offsets=np.zeros(3, dtype=np.float32),
    )


def samples(*texts: str) -> list[Sample]:
    """Samples without context."""
    return [Sample(text=text) for text in texts]


def test_the_likeliest_label_comes_first() -> None:
    """All labels are given, in falling order of probability."""
    classifier = LinearClassifier(make_model())

    reward, fine, nothing = classifier.predict(samples("给予奖励", "处以罚款", "本办法"))

    assert [reward[0].label, fine[0].label, nothing[0].label] == ["reward", "fine", "none"]
    assert all(len(found) == 3 for found in (reward, fine, nothing))
    assert all(
        [part.probability for part in found] == sorted((part.probability for part in found), reverse=True)
        for found in (reward, fine, nothing)
    )


def test_exclusive_labels_share_one_certainty() -> None:
    """Probabilities of a softmax model add up to one."""
    (found,) = LinearClassifier(make_model()).predict(samples("给予奖励，处以罚款"))

    assert sum(part.probability for part in found) == pytest.approx(1, abs=1e-3)


def test_labels_that_may_stand_together_are_judged_apart() -> None:
    """A sigmoid model can be sure of two labels at once."""
    likely = LinearClassifier(make_model("sigmoid")).probabilities(samples("奖励罚款，税"))

    assert (likely[0, 1:] > 0.9).all()


def test_a_decision_names_the_terms_that_spoke_for_it() -> None:
    """Neither terms against it nor bare punctuation, and single characters only where nothing else did."""
    worded, single = LinearClassifier(make_model()).predict(samples("税收奖励，罚款", "税收"))

    assert {part.label: part.terms for part in worded}["reward"] == ("奖励",)
    assert {part.label: part.terms for part in single}["reward"] == ("税",)


@pytest.mark.parametrize(("background", "terms"), [("none", ()), ("", ("本",))])
def test_the_background_label_is_not_explained(background: str, terms: tuple[str, ...]) -> None:
    """Why a clause is nothing is not asked."""
    (found,) = LinearClassifier(make_model(background=background)).predict(samples("本办法，"))

    assert found[0].label == "none"
    assert found[0].terms == terms


@pytest.mark.parametrize("link", ["softmax", "sigmoid"])
def test_one_label_alone_has_the_probability_it_has_among_all(link: str) -> None:
    """Asking for one label is only faster; nothing asked gives nothing."""
    classifier = LinearClassifier(make_model(link))
    asked = samples("税收奖励，罚款", "本办法", "", "处以罚款")

    alone = classifier.probability(asked, "fine")

    assert (alone == classifier.probabilities(asked)[:, 2]).all()
    assert classifier.probability([], "fine").shape == (0,)


def test_company_does_not_change_a_decision() -> None:
    """A sample gets the same probabilities alone and among thousands."""
    classifier = LinearClassifier(make_model())
    texts = [f"{'奖励' * (number % 4)}罚款第{'税' * (number % 7)}号" for number in range(5_000)]

    together = classifier.probabilities(samples(*texts))

    alone = np.concatenate([classifier.probabilities(samples(text)) for text in texts[4_090:4_100]])
    assert together.shape == (5_000, 3)
    assert (together[4_090:4_100] == alone).all()


@pytest.mark.parametrize(
    "text",
    ["", "\0", "\ud800", "🀄" * 9, "无关" * 100_000],
    ids=["empty", "NUL", "half a pair", "beyond the basic plane", "long"],
)
def test_odd_texts_get_an_answer(text: str) -> None:
    """Nothing that can stand in a text stops the classifier; without known terms the intercept decides."""
    (found,) = LinearClassifier(make_model()).predict(samples(text))

    assert found[0].label == "none"


def test_no_samples_give_no_predictions() -> None:
    """An empty batch is a batch."""
    assert LinearClassifier(make_model()).predict([]) == []


def test_a_beginning_keeps_the_title_and_how_it_ends() -> None:
    """The first lines are the heading, the end of the first line the lead-in."""
    found = sample_beginning("\n\n关于某事的通知\n某府〔2024〕1号\n\n各单位：\n正文。\n")

    assert found.heading == "关于某事的通知\n某府〔2024〕1号\n各单位："
    assert found.lead_in == "事的通知"
    assert found.text.endswith("正文。")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_beginning_is_a_sample(text: str) -> None:
    """A document without text has no title."""
    assert sample_beginning(text) == Sample(text="")


def test_the_adapter_gives_the_likeliest_label() -> None:
    """Structure asks with a text and gets a label and its probability."""
    asked: list[Sequence[Sample]] = []

    class Recording(LinearClassifier):
        def predict(self, samples: Sequence[Sample]):  # type: ignore[no-untyped-def]
            asked.append(samples)
            return super().predict(samples)

    classify = beginning_classifier(Recording(make_model()))

    label, probability = classify("奖励办法\n给予奖励")

    assert (label, probability > 0.9) == ("reward", True)
    assert asked[0][0].heading == "奖励办法\n给予奖励"
