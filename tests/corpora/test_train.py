"""Training models."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from corpora.evaluate import EVALUATORS
from corpora.labelled import (
    HELD_OUT,
    TRAIN,
    LabelledCorpus,
    LabelledSample,
    corpora_digest,
    load_corpus,
    named_corpora,
)
from corpora.train import TRAINERS, train
from corpora.train.entities import frames_digest
from corpora.train.fit import Recipe, fit
from corpora.train.measured import fit_and_measure
from corpora.trained import FOLDER, load_classifiers
from reviewer.classifiers.base import Sample
from reviewer.classifiers.entities import EntityClassifier
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.linear import LinearClassifier
from reviewer.classifiers.model_file import MOST_BYTES, encode_model
from reviewer.errors import ModelError

DAY = date(2026, 11, 24)
REWARDS = ("给予一次性奖励", "按年度发放奖励资金", "奖励标准另行公布", "对先进单位予以奖励", "奖励不重复享受")
FINES = ("处五百元罚款", "罚款上缴国库", "逾期不缴纳罚款的", "可以并处罚款", "罚款数额由其确定")
NEITHER = ("本办法自发布之日起施行", "由市财政局负责解释", "各区应当加强领导", "附件另行印发", "特此通知")


def made_up_corpus() -> LabelledCorpus:
    """Clauses on rewards and on fines, on both, and on neither."""
    groups = [
        (REWARDS, ("reward",)),
        (FINES, ("fine",)),
        (NEITHER, ()),
        ([f"{a}；{b}" for a, b in zip(REWARDS, FINES, strict=True)], ("reward", "fine")),
    ]
    items = [
        LabelledSample(
            id=f"{group}-{place}",
            document=f"{group}-{place}",
            sample=Sample(text=text),
            labels=labels,
            reason="自编",
        )
        for group, (texts, labels) in enumerate(groups)
        for place, text in enumerate(texts)
    ]
    everything = frozenset(item.document for item in items)
    return LabelledCorpus(
        name="made_up",
        samples=tuple(items),
        splits={TRAIN: everything, HELD_OUT: frozenset()},
        digest="0" * 64,
    )


def recipe(labels: tuple[str, ...], link: str) -> Recipe:
    """Characters of the text alone."""
    return Recipe(
        name="clause", labels=labels, fields=(FieldSpec(name="text", longest=2),), link=link, rarest=1
    )


def test_labels_that_stand_together_are_learned_apart() -> None:
    """A multi-label model finds both labels in a clause that has both, and none in one that has none."""
    corpus = made_up_corpus()
    model = fit(recipe(("reward", "fine"), "sigmoid"), corpus, corpus.samples, DAY)

    likely = LinearClassifier(model).probabilities(
        [Sample(text=text) for text in ("发放奖励，并处罚款", "由其负责解释")]
    )

    assert (likely[0] > 0.5).all()
    assert (likely[1] < 0.5).all()


def test_a_label_without_samples_is_never_likely() -> None:
    """A label set may be larger than what the corpus shows yet."""
    corpus = made_up_corpus()
    items = [item for item in corpus.samples if len(item.labels) == 1]
    model = fit(recipe(("reward", "fine", "fee"), "softmax"), corpus, items, DAY)

    likely = LinearClassifier(model).probabilities([Sample(text="收取费用"), Sample(text="奖励")])

    assert (likely[:, 2] < 0.01).all()
    assert likely[1, 0] > 0.5


def test_the_figures_stand_on_the_card() -> None:
    """What is measured on samples not seen is written into the model."""
    corpus = made_up_corpus()

    model = fit_and_measure(
        recipe(("reward", "fine"), "sigmoid"), corpus, corpus.samples, corpus.samples[1::2], DAY
    )

    assert model.card.metrics["samples_held_out"] == 10
    assert 0 <= model.card.metrics["accuracy"] <= 1


def test_training_again_gives_the_same_bytes() -> None:
    """The shipped model can be made again; neither clock nor chance nor order of sets gets in."""
    corpus = made_up_corpus()
    labels = recipe(("reward", "fine"), "sigmoid")

    first, second = (encode_model(fit(labels, corpus, corpus.samples, DAY)) for _ in range(2))

    assert first == second


def test_the_command_makes_the_model_that_ships(tmp_path: Path) -> None:
    """Training by the command gives a model that decides like the shipped one on its whole corpus."""
    shipped = load_classifiers()["document_kind"]
    assert isinstance(shipped, LinearClassifier)
    day = date.fromisoformat(shipped.model.card.trained_on)

    path = train("document-kind", tmp_path, day)

    again = load_classifiers(tmp_path)["document_kind"]
    assert path.name == "document_kind.zip"
    samples = [item.sample for item in load_corpus("document_kinds").samples]
    same = [
        a[0].label == b[0].label
        for a, b in zip(shipped.predict(samples), again.predict(samples), strict=True)
    ]
    assert sum(same) / len(same) > 0.99


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    """The message lists what can be trained."""
    with pytest.raises(ModelError, match="document-kind"):
        train("everything", tmp_path, DAY)


def test_every_shipped_model_stands_on_the_card_with_its_digest() -> None:
    """The card beside the models is the one that belongs to these files."""
    card = (FOLDER / "card.md").read_text(encoding="utf-8")

    digests = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.zip")}
    versions = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in FOLDER.glob("*.entities")
    }

    assert digests
    assert all(f"`{digest}`" in card for digest in [*digests.values(), *versions.values()])
    assert len(re.findall(r"^## ", card, re.MULTILINE)) == len(digests) + len(versions)


def test_every_shipped_model_is_small_and_of_the_present_corpus() -> None:
    """At most two megabytes each; a corpus that was changed asks for a new training."""
    for path in FOLDER.glob("*.zip"):
        assert path.stat().st_size <= MOST_BYTES
    for classifier in load_classifiers().values():
        if isinstance(classifier, EntityClassifier):
            assert classifier.finder.card.corpus_digest == frames_digest()
            continue
        assert isinstance(classifier, LinearClassifier)
        card = classifier.model.card
        assert card.corpus_digest == corpora_digest(named_corpora(card.corpus))


def test_what_can_be_trained_can_be_measured_and_is_shipped() -> None:
    """The tables of trainers and evaluators, the shipped files and the README name the same models."""
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")

    assert set(TRAINERS) <= set(EVALUATORS)
    assert {name.replace("-", "_") for name in TRAINERS} == set(load_classifiers())
    assert all(f"reviewer train {name}" in readme for name in TRAINERS)


@pytest.mark.parametrize("name", sorted(TRAINERS))
def test_an_evaluation_gives_tables_a_reader_can_use(name: str) -> None:
    """Each has a title, heads, rows of equal width and a note with the number of samples or the error."""
    tables = EVALUATORS[name]()

    assert len(tables) >= 2
    for table in tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert table.notes
        assert table.to_markdown().startswith(f"**{table.title}**")


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    """A model must not take the place of another."""
    (tmp_path / "setting_power.zip").write_bytes((FOLDER / "document_kind.zip").read_bytes())

    with pytest.raises(ModelError, match="document_kind"):
        load_classifiers(tmp_path)
