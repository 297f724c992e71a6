"""Fits a linear model to a labelled corpus: vocabulary, weights, and calibration on texts not seen.

Needs scikit-learn (extra ``classifiers``); using the model does not.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora.labelled import LabelledCorpus, LabelledSample
from reviewer.classifiers.base import Sample
from reviewer.classifiers.card import ModelCard
from reviewer.classifiers.features import Features, FieldSpec, count_grams, field_texts, gram_text
from reviewer.classifiers.model_file import LinearModel
from reviewer.classifiers.words import split_words

Matrix = NDArray[np.float64]
_FOLDS = 5
_SEED = 20_260_701
# With more samples the table of their likenesses is larger than the samples themselves.
_MANY = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is made.

    Attributes:
        name: Name of the classifier.
        labels: Its labels.
        fields: What is read of a sample.
        link: ``softmax`` where exactly one label holds, ``sigmoid`` where each may hold or not.
        background: The label that stands for nothing found.
        decides: The label that says whether there is anything at all, where the others say what.
        rarest: A term must occur in so many samples.
        most_terms: So many terms of each field are kept, the commonest.
        strength: Inverse of the regularisation (scikit-learn's ``C``).
    """

    name: str
    labels: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    link: str = "softmax"
    background: str = ""
    decides: str = ""
    rarest: int = 2
    most_terms: int = 12_000
    strength: float = 10.0


@dataclass(frozen=True, slots=True)
class _Weights:
    coefficients: Matrix
    intercepts: Matrix


def fit(
    recipe: Recipe,
    corpus: LabelledCorpus,
    seen: Sequence[LabelledSample],
    day: date,
    *,
    natural: AbstractSet[str] = frozenset(),
) -> LinearModel:
    """Fit a model to the samples given; its card has no metrics yet.

    Args:
        recipe: How.
        corpus: Where the samples come from.
        seen: The samples of the training.
        day: Written into the card; the clock is not asked, so that the file can be made again.
        natural: Documents in which labels are as frequent as in use. Where there are any, the label
            that decides is calibrated on them alone, so that its probability can be taken at its
            word; the others, which are only compared with each other, on all samples.
    """
    samples = [item.sample for item in seen]
    vocabularies = [_vocabulary(spec, samples, recipe) for spec in recipe.fields]
    features = Features(recipe.fields, vocabularies)
    idf = _inverse_frequencies(features, samples)
    rows = _matrix(features, samples, idf)
    truth = label_matrix(seen, recipe.labels)
    weights = _fit_weights(rows, truth, recipe)
    scores = _unseen_scores(rows, truth, seen, recipe)
    as_in_use = np.array([item.document in natural for item in seen], dtype=bool)
    slopes, offsets = _calibrate(scores, truth, recipe, as_in_use)
    return LinearModel(
        card=_card(recipe, corpus, day),
        vocabularies=tuple(vocabularies),
        idf=idf,
        # As the file will hold them, so that figures taken now are figures of the file.
        coefficients=weights.coefficients.astype(np.float16).astype(np.float32),
        intercepts=weights.intercepts.astype(np.float32),
        slopes=slopes.astype(np.float32),
        offsets=offsets.astype(np.float32),
    )


def unseen_probabilities(
    recipe: Recipe, model: LinearModel, seen: Sequence[LabelledSample], label: str
) -> Matrix:
    """How likely a label is in each sample by models that were fitted without its fold.

    Thresholds are chosen on these: the samples of the training serve, and none judges itself.

    Args:
        recipe: How the model was made.
        model: The model, of which terms and calibration are taken.
        seen: The samples of its training.
        label: The label.
    """
    features = Features(recipe.fields, model.vocabularies)
    rows = _matrix(features, [item.sample for item in seen], model.idf)
    place = recipe.labels.index(label)
    alone = replace(recipe, labels=(label,))
    scores = _unseen_scores(rows, label_matrix(seen, alone.labels), seen, alone)[:, 0]
    likely: Matrix = 1 / (1 + np.exp(-(scores * model.slopes[place] + model.offsets[place])))
    return likely


def label_matrix(items: Sequence[LabelledSample], labels: Sequence[str]) -> Matrix:
    """One row a sample, one column a label: 1 where it holds."""
    return np.array([[float(label in item.labels) for label in labels] for item in items])


def _card(recipe: Recipe, corpus: LabelledCorpus, day: date) -> ModelCard:
    packages = ("jieba", "numpy", "scikit-learn")
    return ModelCard(
        name=recipe.name,
        labels=recipe.labels,
        link=recipe.link,
        background=recipe.background,
        fields=recipe.fields,
        trained_on=day.isoformat(),
        corpus=corpus.name,
        corpus_digest=corpus.digest,
        software={"python": platform.python_version()} | {name: version(name) for name in packages},
    )


def _vocabulary(spec: FieldSpec, samples: Sequence[Sample], recipe: Recipe) -> tuple[str, ...]:
    """The commonest terms of a field, in a fixed order."""
    texts = field_texts(samples, spec)
    frequencies: Counter[str] = Counter()
    for text in texts:
        frequencies.update(_terms(text, spec))
    common = [(-count, term) for term, count in frequencies.items() if count >= recipe.rarest]
    return tuple(sorted(term for _, term in sorted(common)[: recipe.most_terms]))


def _terms(text: str, spec: FieldSpec) -> set[str]:
    if spec.name == "words":
        return set(split_words(text))
    grams = count_grams([text], spec.shortest, spec.longest)
    return {gram_text(key) for _, keys in grams for key in keys.tolist()}


def _inverse_frequencies(features: Features, samples: Sequence[Sample]) -> NDArray[np.float32]:
    """Smoothed, as scikit-learn's TfidfVectorizer computes it."""
    frequencies = np.zeros(features.size)
    for _, _, rows in features.portions(samples, np.ones(features.size, dtype=np.float32)):
        frequencies += np.bincount(rows.terms, minlength=features.size)
    return (np.log((1 + len(samples)) / (1 + frequencies)) + 1).astype(np.float32)


def _matrix(features: Features, samples: Sequence[Sample], idf: NDArray[np.float32]) -> Any:
    from scipy.sparse import csr_matrix, vstack  # noqa: PLC0415  training only

    portions = [
        csr_matrix((rows.values, (rows.rows, rows.terms)), shape=(count, features.size))
        for _, count, rows in features.portions(samples, idf)
    ]
    return vstack(portions).tocsr()


def _fit_weights(rows: Any, truth: Matrix, recipe: Recipe) -> _Weights:
    """Weights of all labels.

    There are far fewer samples than terms. The best weights are sums of samples, so they are
    sought among those, in as many dimensions as there are samples, and then spread over the terms;
    the result is the same, in a hundredth of the time.
    """
    if rows.shape[0] > _MANY and recipe.link == "sigmoid":
        return _fit_independent(rows, truth, recipe, solver="liblinear")
    similarity = (rows @ rows.T).toarray().astype(np.float64)
    values, vectors = np.linalg.eigh(similarity)
    kept = values > values[-1] * 1e-6
    lengths = np.sqrt(values[kept])
    fitted = (_fit_exclusive if recipe.link == "softmax" else _fit_independent)(
        vectors[:, kept] * lengths, truth, recipe
    )
    spread = (fitted.coefficients / lengths) @ vectors[:, kept].T
    return _Weights((rows.T @ spread.T).T, fitted.intercepts)


def _regression(recipe: Recipe, solver: str = "lbfgs") -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  training only

    return LogisticRegression(C=recipe.strength, max_iter=1_000, solver=solver)


def _fit_exclusive(points: Matrix, truth: Matrix, recipe: Recipe) -> _Weights:
    """One model for all labels; a label without a sample gets no weight."""
    model = _regression(recipe).fit(points, truth.argmax(axis=1))
    found, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        found, intercepts = np.vstack([-found, found]) / 2, np.concatenate([-intercepts, intercepts]) / 2
    weights = _no_weights(points, truth)
    weights.coefficients[model.classes_] = found
    weights.intercepts[model.classes_] = intercepts
    return weights


def _fit_independent(points: Any, truth: Matrix, recipe: Recipe, solver: str = "lbfgs") -> _Weights:
    """One model a label, against all samples in which it does not hold."""
    weights = _no_weights(points, truth)
    for label in range(truth.shape[1]):
        if 0 < truth[:, label].sum() < len(truth):
            model = _regression(recipe, solver).fit(points, truth[:, label])
            weights.coefficients[label] = model.coef_[0]
            weights.intercepts[label] = model.intercept_[0]
    return weights


def _no_weights(points: Any, truth: Matrix) -> _Weights:
    """No term speaks for any label, and none is likely."""
    return _Weights(np.zeros((truth.shape[1], points.shape[1])), np.full(truth.shape[1], -20.0))


def fold_numbers(items: Sequence[LabelledSample]) -> NDArray[np.int64]:
    """The fold of each sample: every label spread evenly, a document never cut in two."""
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415  training only

    splitter = StratifiedGroupKFold(n_splits=_FOLDS, shuffle=True, random_state=_SEED)
    folds = np.zeros(len(items), dtype=np.int64)
    # The last label is the most particular one; combinations would be too rare to be spread.
    labels = [item.labels[-1] if item.labels else "" for item in items]
    for number, (_, unseen) in enumerate(splitter.split(labels, labels, [item.document for item in items])):
        folds[unseen] = number
    return folds


def _unseen_scores(rows: Any, truth: Matrix, items: Sequence[LabelledSample], recipe: Recipe) -> Matrix:
    """The score of each sample by a model that was fitted without its fold."""
    folds = fold_numbers(items)
    scores = np.zeros(truth.shape)
    for number in range(_FOLDS):
        unseen = folds == number
        weights = _fit_weights(rows[~unseen], truth[~unseen], recipe)
        scores[unseen] = rows[unseen] @ weights.coefficients.T + weights.intercepts
    return scores


def _calibrate(
    scores: Matrix, truth: Matrix, recipe: Recipe, as_in_use: NDArray[np.bool_]
) -> tuple[Matrix, Matrix]:
    """Slope and offset of each label: one common slope for softmax, Platt's sigmoid for each else."""
    labels = truth.shape[1]
    if recipe.link == "softmax":
        return np.full(labels, _temperature(scores, truth)), np.zeros(labels)
    pairs = [_platt(scores[:, label], truth[:, label]) for label in range(labels)]
    if as_in_use.any():
        place = recipe.labels.index(recipe.decides)
        pairs[place] = _platt(scores[as_in_use, place], truth[as_in_use, place])
    return np.array([slope for slope, _ in pairs]), np.array([offset for _, offset in pairs])


def _temperature(scores: Matrix, truth: Matrix) -> float:
    """The slope under which the truth is likeliest."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415  training only
    from scipy.special import log_softmax  # noqa: PLC0415

    def loss(slope: float) -> float:
        return float(-(truth * log_softmax(slope * scores, axis=1)).sum())

    return float(minimize_scalar(loss, bounds=(0.1, 10.0), method="bounded").x)


def _platt(scores: Matrix, truth: Matrix) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  training only

    if not 0 < truth.sum() < len(truth):
        return 1.0, 0.0
    model = LogisticRegression(C=1e6).fit(scores[:, None], truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def with_metrics(model: LinearModel, metrics: Iterable[tuple[str, float]]) -> LinearModel:
    """The model with figures on its card."""
    rounded: Mapping[str, float] = {name: round(value, 4) for name, value in metrics}
    return replace(model, card=replace(model.card, metrics=rounded))
