"""The beginning of a document as a sample, and the classifier of document kinds as a function."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.classifiers.base import Classifier, Sample

# A document shows what it is within its first two pages; longer beginnings blur it.
_READ = 1_000
# A title may take two lines, or stand below the number of an order.
_TITLE_LINES = 3
_LONGEST_TITLE = 120
_TITLE_END = 4


def sample_beginning(text: str) -> Sample:
    """The beginning of a document: its first lines as the heading, how the title ends as the lead-in.

    In official writing the last characters of the title name the genre: 的通知, 条例, 批复.
    """
    beginning = text[: 4 * _READ].strip()
    lines = [line.strip() for line in beginning.split("\n")]
    head = [line for line in lines if line][:_TITLE_LINES] or [""]
    return Sample(text=beginning, heading="\n".join(head)[:_LONGEST_TITLE], lead_in=head[0][-_TITLE_END:])


def beginning_classifier(classifier: Classifier) -> Callable[[str], tuple[str, float]]:
    """A function from the text of a document to its likeliest label and that label's probability."""

    def classify(text: str) -> tuple[str, float]:
        best = classifier.predict([sample_beginning(text)])[0][0]
        return best.label, best.probability

    return classify
