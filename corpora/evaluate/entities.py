"""Figures of the pipeline of names, and what it adds to the family ``disclosure``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpora.evaluate.entity_samples import read_sample
from corpora.evaluate.measurement import fixed_context
from corpora.evaluate.table import EvaluationTable
from corpora.train.entities import measure, unseen_sentences
from corpora.train.entity_sentences import PERSON, Frames, NamedSentence
from corpora.trained import load_classifiers
from reviewer.classifiers.entities import EntityClassifier
from reviewer.errors import ModelError
from reviewer.extraction.text import document_from_text
from reviewer.finding import Finding
from reviewer.language.names import names_in
from reviewer.review import ReviewContext, review

_NAME = "entities"
_EXPOSURES, _SEED, _PLAIN = 400, 5, 0.4
_LABELS = {"PERSON": "人名", "PLACE": "地名", "ORGANISATION": "机构名"}
_ROLE = "姓名"
_UNSEEN = "姓名识别（句式、词语、地名机构词干均未参加训练）"


def evaluate_entities() -> tuple[EvaluationTable, ...]:
    """Precision and recall by label beside those of the rules of names, and the ablation.

    Raises:
        ModelError: The model is missing.
    """
    model = load_classifiers().get(_NAME)
    if not isinstance(model, EntityClassifier):
        raise ModelError("缺少姓名识别模型，请运行 reviewer train entities")
    sentences = unseen_sentences()
    return (_names_table(model, sentences), _exposures_table())


def evaluate_sample(path: Path) -> tuple[EvaluationTable, ...]:
    """The same figures on a public sample that a developer has at hand; nothing of it is kept.

    Raises:
        CorpusError: A file that cannot be read, or is in another format.
        ModelError: The model is missing.
    """
    model = load_classifiers().get(_NAME)
    if not isinstance(model, EntityClassifier):
        raise ModelError("缺少姓名识别模型，请运行 reviewer train entities")
    title = f"姓名识别（{path.name}，不属于本项目）"
    return (_names_table(model, read_sample(path), title),)


def _names_table(
    model: EntityClassifier, sentences: list[NamedSentence], title: str = _UNSEEN
) -> EvaluationTable:
    figures = measure(model.finder, sentences)
    rows = [
        (f"{words}（模型）", f"{figures[f'{label} precision']:.1%}", f"{figures[f'{label} recall']:.1%}")
        for label, words in _LABELS.items()
        if f"{label} recall" in figures
    ]
    return EvaluationTable(
        title=title,
        columns=("", "查准率", "查全率"),
        rows=(*rows, ("人名（姓氏和上下文规则）", *_rules_of_names(sentences))),
        notes=(f"{len(sentences)} 句，位置须完全一致；审查只用人名，且只在规则没有找到人名的疑似句中用",),
    )


def _rules_of_names(sentences: list[NamedSentence]) -> tuple[str, str]:
    right = found = due = 0
    for sentence in sentences:
        gold = {(span.start, span.end) for span in sentence.spans if span.label == PERSON}
        said = {(name.start, name.end) for name in names_in(sentence.text, 0, len(sentence.text))}
        right, found, due = right + len(gold & said), found + len(said), due + len(gold)
    return f"{right / max(found, 1):.1%}", f"{right / max(due, 1):.1%}"


def _exposures_table() -> EvaluationTable:
    """People named with an illness or a conviction, in frames that nobody has read: on and off."""
    context = fixed_context("disclosure")
    others = {name: each for name, each in context.classifiers.items() if name != _NAME}
    sentences = list(Frames("exposures", _SEED, background=0, plain=_PLAIN).sentences(_EXPOSURES))
    rows = [
        (words, *_found(sentences, variant))
        for words, variant in (("启用", context), ("不用", replace(context, classifiers=others)))
    ]
    return EvaluationTable(
        title="姓名识别对公开审查的作用",
        columns=("姓名识别模型", "查全率（指出了所涉的人）", "误报率（不涉及个人的句子）"),
        rows=tuple(rows),
        notes=(f"{len(sentences)} 句健康、身份事项，规则和模型都没有读过",),
    )


def _found(sentences: list[NamedSentence], context: ReviewContext) -> tuple[str, str]:
    hits = people = alarms = lawful = 0
    for sentence in sentences:
        findings = review(document_from_text(sentence.text, "passage", passage=True), context).findings
        if sentence.spans:
            people += 1
            hits += any(_names(finding, sentence) for finding in findings)
        else:
            lawful += 1
            alarms += bool(findings)
    return f"{hits / people:.1%}（{hits}/{people}）", f"{alarms / lawful:.1%}（{alarms}/{lawful}）"


def _names(finding: Finding, sentence: NamedSentence) -> bool:
    spans = {(span.start, span.end) for span in sentence.spans}
    elements = (each.span for each in finding.evidence.elements if each.role == _ROLE)
    return any((span.start, span.end) in spans for span in elements)
