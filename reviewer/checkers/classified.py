"""What a classifier says of a clause, where it says it with enough certainty.

A classifier of clauses has one label that decides whether there is anything (``breach``) and one
for each kind of it. All rules of a family ask the same model; it runs once a document, over all
clauses in one batch. From ``agrees_from`` on it supports what a rule finds in the clause; only from
``alone_from`` on, which the corpora must justify, it makes a finding by itself. What it looks at is
`reviewer.checkers.clause_samples`; whether the sentence forbids the conduct is the engine's question.
A rule on setting power (设定权) names its matter: what the document may set, or what only applies a
superior law, the classifier does not flag either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from reviewer.checkers.authority import Matter, permitted
from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.clause_samples import clause_samples, trimmed_unit
from reviewer.checkers.passages import Scope, passage_of
from reviewer.checkers.restatement import sets_nothing
from reviewer.classifiers.base import Classifier
from reviewer.finding import ModelEvidence
from reviewer.language.matching import Range
from reviewer.language.patterns import PatternParser

# Whatever sets something orders, forbids, conditions, charges or punishes; the model also knows topics.
_ORDERS = re.compile(
    r"""应|须|不得|不准|不许|不能|禁止|严禁|方可|方能|才能|才可|一律|责令|予以|给予|处|罚|没收|收|缴|交|征|取消|停|清退|扣|拆
        |强|采取|断|清出|凭|由|限|统一|列入|不予|不再|委托|下放|纳入|注销|吊销|要|均|每|需|冻结|调减|约谈|通报|自负|排名|参加|挂|拔
        |经(?![营济费常验理办过开])|不(?!断|同|动产|仅|少于|低于)""",
    re.VERBOSE,
)
# A ban on citizens is what is set, and no polarity of something else; a ban on agencies is a restraint.
_BAN = re.compile(r"不得|不准|不许|严禁|禁止|不再")
_RESTRAINED = re.compile(
    r"部门|机关|政府|[局委办]$|工作人员|执法人员|各级|各地|任何(?:组织|部门)|各?(?:乡镇|街道|学校|协会|商会|代理机构|采购人|招标人)"
)
_RESTRAINT = re.compile(
    r"(?:不得|严禁|禁止)(?:强|要求|以|向|增设|设置|变相|因|摊派|另|随意|违规|借|利用|滥用|违法|任何部门)"
)
_RELIEVES = re.compile(
    r"取消[^，。；其]{0,12}(?:审批|收费|证明|备案|限制)(?!资格|机构|手续的)|不再(?:收取|要求|审批)|免收|免征|免于提交|(?:无需|无须)(?:提交|提供|办理)"
)
_GRANTS = re.compile(
    r"(?:给予|发放|拨付|享受|予以|安排)[^，。；]{0,40}(?:奖励|奖补|补贴|补助|资助|扶持|贴息|支持|减免|优惠|优待)|(?:奖励|补贴|补助|资助)[^，。；]{0,8}元"
)
# Conditions of insurance, settlement and awards, which a benefit may have.
_WELFARE = re.compile(
    r"参保|津贴|贴息|房屋[^，。；]{0,6}转移登记|救助对象|救助金|低保|长护险|医保基金|失能|护理待遇|使用待遇|入户|落户|学士|硕士|博士|评选中|入库税收|急需[^，。；]{0,8}工种"
)
# Beside a grant these still order something: 取消补贴，并处罚款.
_BURDENS = re.compile(
    r"不得|不准|禁止|严禁|罚|没收|(?:上|收)缴|缴纳(?!增值|企业所得|税|社)|交纳|取消|停|扣|拆|方可|方能|必须|一律|不予|清退|注销|吊销|责令|否则|保证金|押金|收取"
)
_CHARGES = re.compile(r"罚|没收|扣押|清退|吊销|保证金|押金|不得")
_RESPONSIBLE = re.compile(r"\s*[（(]?(?:责任|牵头|配合)单位[：:]")
# What restricts or favours binds, excepts, hands over, scores or charges; a topic alone does none of it.
_BINDS = re.compile(
    r"""不得|不准|不许|不予|不再|只能|仅限|只限|限于|只准|仅面向|只面向|为限|一律|必须|须|应当|应|方可|方能|才能|才可|否则
        |原则上|统一|指定|取消|拒绝|停止|暂停|加分|得分|\d\s?分|减半|上浮|加收|另收|收取|缴纳|追回|退还|收回|扣
        |优先|独家|唯一|专营|授予|交由|划归|归|委托|由|核准|审批|同意|认可|承诺|倾斜|推荐|不低于|不少于""",
    re.VERBOSE,
)
_SCORED = re.compile(r"(?:得|加|计)\s?\d+(?:\.\d+)?\s?分|最高\s?\d+\s?分|满分")


class ClassifiedSpec(BaseModel):
    """The ``match`` of a rule that asks a classifier.

    Attributes:
        model: Name of the classifier; where it is not loaded the rule finds nothing.
        decides: The label whose probability says whether there is anything at all.
        label: The label of this rule; of a clause the likeliest label beside ``decides`` counts.
        agrees_from: From this probability on it supports a rule.
        alone_from: From this probability on it makes a finding of its own; above 1 never.
        bound_from: From this probability on it does so in a clause that binds, favours or charges in
            so many words; left out, only ``alone_from`` counts.
        bound_words: Words of which such a clause must hold one, where the item is about nothing else:
            第九条 always names a place. Empty asks for none.
        matter: What a rule on setting power speaks of (`reviewer.checkers.authority`).
    """

    model_config = ConfigDict(extra="forbid")

    model: str
    decides: str
    label: str
    agrees_from: float = Field(default=0.5, gt=0, le=1)
    alone_from: float = Field(gt=0)
    bound_from: float | None = Field(default=None, gt=0)
    bound_words: list[str] = []
    matter: Matter | None = None

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.alone_from < self.agrees_from:
            raise ValueError("alone_from 不应低于 agrees_from")
        if self.bound_from is not None and not self.agrees_from <= self.bound_from <= self.alone_from:
            raise ValueError("bound_from 应在 agrees_from 和 alone_from 之间")
        return self


class ClassifiedChecker:
    """Yields the clauses to which a classifier gives the label of the rule."""

    Spec = ClassifiedSpec
    heeds_polarity = True

    def __init__(self, spec: ClassifiedSpec, parser: PatternParser) -> None:
        self._spec = spec

    def find(self, context: CheckContext) -> Iterator[Match]:
        """Clauses in text order, those included that only support a rule."""
        spec = self._spec
        classifier = context.classifiers.get(spec.model)
        if classifier is None or (spec.matter is not None and permitted(spec.matter, context)):
            return
        for unit, opinion in opinions(context, classifier, spec.decides, spec.agrees_from).items():
            if opinion.label == spec.label and not (spec.matter and _only_leads_in(context, unit)):
                match = _match(context, unit, opinion, alone=self._sure(context, unit, opinion.probability))
                yield match if spec.matter is None else _with_reason(context, match)

    def _sure(self, context: CheckContext, unit: int, probability: float) -> bool:
        """Whether the model may say it alone."""
        spec = self._spec
        if probability >= spec.alone_from or spec.bound_from is None or probability < spec.bound_from:
            return probability >= spec.alone_from
        start, end = trimmed_unit(context, unit)
        clause = context.view.text[start:end]
        named = not spec.bound_words or any(word in clause for word in spec.bound_words)
        return named and _BINDS.search(clause) is not None


def opinions(
    context: CheckContext, classifier: Classifier, decides: str, least: float
) -> Mapping[int, ModelEvidence]:
    """The clauses in which the deciding label is likely enough, each with its likeliest other label.

    Args:
        context: The document.
        classifier: The classifier; it is asked once a document.
        decides: The deciding label, whose probability and strongest terms the opinion gives.
        least: Least probability of the deciding label.
    """
    key = (classifier.name, decides, least)
    known = context.opinions.get(key)
    if known is None:
        known = context.opinions[key] = _ask(context, classifier, decides, least)
    return known


def _ask(
    context: CheckContext, classifier: Classifier, decides: str, least: float
) -> dict[int, ModelEvidence]:
    units, samples = [], []
    for unit, sample in clause_samples(context):
        units.append(unit)
        samples.append(sample)
    likely = classifier.probability(samples, decides)
    chosen = np.flatnonzero(likely >= least).tolist()
    found = {}
    for place, predictions in zip(chosen, classifier.predict([samples[i] for i in chosen]), strict=True):
        deciding = next(each for each in predictions if each.label == decides)
        best = next(each for each in predictions if each.label != decides)
        found[units[place]] = ModelEvidence(
            name=classifier.name, label=best.label, probability=deciding.probability, terms=deciding.terms
        )
    return found


def _match(context: CheckContext, unit: int, opinion: ModelEvidence, *, alone: bool) -> Match:
    start, end = trimmed_unit(context, unit)
    return Match(
        start=start,
        end=end,
        parts=_places(context.view.text, start, end, opinion.terms),
        passage=passage_of(context, unit, Scope.SENTENCE),
        model=opinion,
        alone=alone,
    )


def _only_leads_in(context: CheckContext, unit: int) -> bool:
    """Whether the unit is an address or a lead-in: what it introduces sets something, if anything does."""
    end = trimmed_unit(context, unit)[1]
    return context.view.text[end - 1 : end] in ("：", ":")


def _with_reason(context: CheckContext, match: Match) -> Match:
    """The match, with the reason where the clause sets nothing after all."""
    own = match.passage.own if match.passage else (match.start, match.end)
    parts = match.parts or ((match.start, match.end),)
    view = context.view.text
    scored = "评分标准只用于评审，没有设定" if _SCORED.search(view, *own) else None
    told = None if _ORDERS.search(view, *own) else "该句没有要求、禁止、处罚等内容"
    relieves = "该句给予优待、减轻要求，或者只写责任单位" if _relieves(view, own) else None
    nothing = (
        scored or told or relieves or sets_nothing(context, replace(match, parts=parts), own, restated=True)
    )
    return replace(match, unless=match.unless or nothing, parts=_with_ban(view, own, match.parts))


def _relieves(view: str, own: Range) -> bool:
    if _GRANTS.search(view, *own) and not _BURDENS.search(view, *own):
        return True
    if _WELFARE.search(view, *own) and not _CHARGES.search(view, *own):
        return True
    return _RELIEVES.search(view, *own) is not None or _RESPONSIBLE.match(view, *own) is not None


def _with_ban(view: str, own: Range, parts: tuple[Range, ...]) -> tuple[Range, ...]:
    """The conduct with the ban that is part of it, where citizens or undertakings are banned."""
    ban = _BAN.search(view, *own)
    if ban is None or _RESTRAINT.match(view, ban.start()) or _RESTRAINED.search(view[own[0] : ban.start()]):
        return parts
    return tuple(sorted({*parts, ban.span()}))


def _places(view: str, start: int, end: int, terms: tuple[str, ...]) -> tuple[Range, ...]:
    """Where the strongest terms stand in the clause; they are the conduct whose polarity counts."""
    places = ((view.find(term, start, end), len(term)) for term in terms)
    return tuple(sorted((place, place + length) for place, length in places if place >= 0))
