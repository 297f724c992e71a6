"""Names by the trained pipeline, where the rules of names see none."""

from dataclasses import replace

import pytest

from corpora.context import load_context
from corpora.trained import load_classifiers
from reviewer.classifiers import Sample
from reviewer.classifiers.entities import EntityClassifier
from reviewer.classifiers.words import within_word
from reviewer.errors import ModelError
from reviewer.extraction.text import document_from_text
from reviewer.language.entities import EntityFinder
from reviewer.language.entity_names import may_hold_name
from reviewer.review import review
from tests.conftest import missing
from tests.factories import AS_OF

_TEXT = "收到周海燕亲属来电，称其尿毒症加重"


@pytest.fixture(scope="module")
def model() -> EntityClassifier:
    """The shipped pipeline."""
    try:
        import spacy  # noqa: F401
    except ModuleNotFoundError:
        missing("spaCy", "pip install 'reviewer[entities]'")
    found = load_classifiers()["entities"]
    assert isinstance(found, EntityClassifier)
    return found


def test_pipeline_adds_the_person_that_rules_miss(model: EntityClassifier) -> None:
    """With the pipeline the illness has its bearer, without it none."""
    context = replace(
        load_context(today=AS_OF, classifiers=False),
        families=frozenset({"disclosure"}),
        classifiers={"entities": model},
    )
    document = document_from_text(_TEXT, "passage", passage=True)

    found = review(document, context).findings
    without = review(document, replace(context, classifiers={})).findings

    assert [finding.kind for finding in found] == ["person.health"]
    assert without == ()


def test_names_have_offsets_and_labels(model: EntityClassifier) -> None:
    """The same text gives the same names."""
    first, second = model.finder.find(_TEXT), model.finder.find(_TEXT)

    assert first == second
    assert all(0 <= each.start < each.end <= len(_TEXT) for each in first)
    assert "PERSON" in [prediction.label for prediction in model.predict([Sample(text=_TEXT)])[0]]


def test_damaged_file_is_refused() -> None:
    """The message says how to make it again."""
    with pytest.raises(ModelError, match="reviewer train entities"):
        EntityFinder(b"not a model")


@pytest.mark.parametrize(
    ("text", "held"), [("由周海燕负责", True), ("高血压患者定期复查", False), ("", False)]
)
def test_only_sentences_that_may_hold_a_name_are_read(text: str, held: bool) -> None:
    """A surname with characters of given names must stand in it."""
    assert may_hold_name(text, 0, len(text)) is held


def test_part_of_a_longer_word_is_no_name() -> None:
    """纪守法 is a part of 遵纪守法."""
    assert within_word("教育未成年人遵纪守法", 7, 10)
    assert not within_word("由周海燕负责", 1, 4)
