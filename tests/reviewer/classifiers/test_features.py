"""Counting terms."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from reviewer.classifiers.base import Sample
from reviewer.classifiers.features import Features, FieldSpec, count_grams, gram_keys, gram_text, plain_text

TEXTS = ("按照规定给予奖励，奖励资金由财政承担", "依法取得许可", "奖励与纳税挂钩", "𠮷田村的通知")


@pytest.mark.parametrize("gram", ["奖", "奖励", "奖励资", "𠮷田村", "\n第一", "a1"])
def test_a_gram_survives_the_way_into_a_number_and_back(gram: str) -> None:
    """Up to three code points, those beyond the basic plane too, fit into one number without loss."""
    key = gram_keys([gram])[0]

    found = gram_text(int(key))

    assert found == gram


def test_grams_do_not_cross_from_one_text_to_the_next() -> None:
    """Each text is counted by itself, with a line feed at both ends."""
    grams = [
        (row, gram_text(key))
        for rows, keys in count_grams(["甲乙", "丙"], 2, 2)
        for row, key in zip(rows.tolist(), keys.tolist(), strict=True)
    ]

    assert grams == [(0, "\n甲"), (0, "甲乙"), (0, "乙\n"), (1, "\n丙"), (1, "丙\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第 12 条\u3000奖 励", "第0条奖励"),
        ("（２０２４）３号", "(0)0号"),
        ("甲\r\n\n\n乙\n", "甲\n乙"),
        ("\0甲\0乙", "甲乙"),
        ("", ""),
    ],
)
def test_plain_text_leaves_out_blanks_and_makes_numbers_equal(text: str, expected: str) -> None:
    """What number stands there does not matter, that one does; blanks and NUL never matter."""
    plain = plain_text(text, 100)

    assert plain.replace("（", "(").replace("）", ")") == expected


def test_plain_text_reads_only_the_beginning() -> None:
    """The limit counts what is left after folding."""
    plain = plain_text("甲 " * 1_000, 10)

    assert plain == "甲" * 10


def test_weights_equal_those_of_scikit_learn() -> None:
    """Sublinear TF-IDF, normed to one, as TfidfVectorizer computes it on the same characters."""
    padded = [f"\n{text}\n" for text in TEXTS]
    reference = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, lowercase=False)
    expected = reference.fit_transform(padded).toarray()
    terms = sorted(reference.vocabulary_, key=reference.vocabulary_.__getitem__)
    features = Features([FieldSpec(name="text")], [terms])

    ((_, _, rows),) = features.portions(
        [Sample(text=text) for text in TEXTS], reference.idf_.astype(np.float32)
    )

    found = np.zeros(expected.shape)
    found[rows.rows, rows.terms] = rows.values
    assert np.allclose(found, expected, atol=1e-6)


def test_each_field_has_its_own_terms() -> None:
    """The same characters in the heading and in the text are two terms."""
    specs = [FieldSpec(name="text", longest=1), FieldSpec(name="heading", longest=1, weight=0.5)]
    features = Features(specs, [("奖",), ("奖",)])

    ((_, _, rows),) = features.portions([Sample(text="奖", heading="奖")], np.ones(2, dtype=np.float32))

    assert rows.terms.tolist() == [0, 1]
    assert rows.values.tolist() == [1.0, 0.5]
    assert features.term(1) == ("heading", "奖")


def test_words_are_counted_where_a_field_asks_for_them() -> None:
    """Words of two characters or more, by jieba's dictionary."""
    features = Features(
        [FieldSpec(name="words", shortest=0, longest=0)], [("公平", "公平竞争", "竞争", "审查")]
    )

    ((_, _, rows),) = features.portions(
        [Sample(text="开展公平竞争审查"), Sample(text="")], np.ones(4, dtype=np.float32)
    )

    assert {features.term(term)[1] for term in rows.terms.tolist()} == {"公平竞争", "审查"}
    assert set(rows.rows.tolist()) == {0}


def test_words_leave_nothing_in_the_shared_temporary_folder(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Jieba's own cache in the temporary folder could be planted by another user: it is not used."""
    from reviewer.classifiers import words

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    words._tokenizer.cache_clear()

    found = words.split_words("公平竞争审查制度")

    assert found == ["公平竞争", "审查", "制度"]
    assert list(tmp_path.iterdir()) == []
