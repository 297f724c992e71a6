"""All identifiers of a view in one pass; each stretch of characters gets the most specific kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reviewer.identifiers.accounts import is_private_account
from reviewer.identifiers.documents import is_document_number, officer_cards
from reviewer.identifiers.emails import find_emails
from reviewer.identifiers.id_cards import (
    holds_id_number,
    is_compatriot_permit,
    is_credit_code,
    is_id_number,
    is_old_id_number,
    plausible_id_number,
)
from reviewer.identifiers.labels import Label
from reviewer.identifiers.model import Identifier, IdentifierKind, Use
from reviewer.identifiers.network import addresses_in, ports
from reviewer.identifiers.plates import find_plates
from reviewer.identifiers.runs import Run, chinese_runs, find_runs, joined
from reviewer.identifiers.social_accounts import find_social_accounts
from reviewer.identifiers.surroundings import Surroundings
from reviewer.identifiers.telephones import telephone

_Found = tuple[IdentifierKind, Use, int, int]

# Characters that hide a part of a number: what touches them is no whole number.
_MASKS = frozenset("*×●○█■◆□※∗✱＊")
_LETTERS_BEFORE_ID = re.compile(r"[A-Za-z]{2,}(?P<number>[1-9]\d{16}[\dXx])")
_URL = re.compile(r"(?:https?://|www\.)[\x21-\x7e]*$")
# An identity number whose label is one of these is quoted as the number of that paper.
_PAPERS = frozenset(
    {
        *(Label.DISABILITY_CARD, Label.RESIDENCE_PERMIT, Label.SOCIAL_CARD, Label.DRIVING_LICENCE),
        *(Label.PUPIL, Label.PREFERENCE_CARD),
    }
)
_MAX_TOKEN = 30
_MIN_LENGTH = 6
_SHORTEST_ID = 15
# A token of this length is a number by itself; a shorter one may be its first group, and so may 15 digits.
_COMPLETE, _OLD_LENGTH = 11, 15
_FEW, _SHORTEST_LABELLED = 8, 9
_SPLIT_SEPARATORS = frozenset(" -.·,，、/_—–")
_TYPO_LENGTHS = (17, 19)


def find_identifiers(around: Surroundings) -> tuple[Identifier, ...]:
    """Identifiers of persons and machines in a view, in text order; none overlaps another.

    What the law lets an office publish is left out: its land lines, its accounts, credit codes,
    masked numbers, amounts, and numbers that their words say are something else's.
    """
    taken: list[Identifier] = []
    for kind, use, start, end in sorted(_all(around), key=_order):
        if not taken or taken[-1].end <= start:
            compact = "".join(c for c in around.view[start:end] if c.isalnum())
            taken.append(Identifier(kind=kind, use=use, start=start, end=end, compact=compact))
    return tuple(taken)


def _order(found: _Found) -> tuple[int, int]:
    return found[2], -found[3]


def _all(around: Surroundings) -> Iterator[_Found]:
    for tokens in find_runs(around.view):
        yield from _in_tokens(tokens, around)
        if len(tokens) > 3:
            for start, end in addresses_in(tokens[0].start, tokens[-1].end, around):
                yield IdentifierKind.NETWORK, Use.PRIVATE, start, end
    for run in chinese_runs(around.view):
        yield from _classified(run, around, alone=True)
    for start, end in find_plates(around):
        yield IdentifierKind.PLATE, Use.PRIVATE, start, end
    for start, end, use in find_emails(around):
        yield IdentifierKind.EMAIL, use, start, end
    for start, end in find_social_accounts(around):
        yield IdentifierKind.SOCIAL_ACCOUNT, Use.PRIVATE, start, end
    for start, end in officer_cards(around):
        yield IdentifierKind.DOCUMENT, Use.PRIVATE, start, end
    for start, end in ports(around):
        yield IdentifierKind.NETWORK, Use.PRIVATE, start, end


def _in_tokens(tokens: tuple[Run, ...], around: Surroundings) -> Iterator[_Found]:
    index = 0
    while index < len(tokens):
        found = _at(tokens, index, around)
        if found is None:
            index += 1
            continue
        yield found
        while index < len(tokens) and tokens[index].start < found[3]:
            index += 1


def _at(tokens: tuple[Run, ...], index: int, around: Surroundings) -> _Found | None:
    """What begins with a token: one number by itself, else the longest of several groups."""
    token = tokens[index]
    if len(token.compact) > _MAX_TOKEN or _masked(token.start, token.end, around.view):
        return None
    single = next(_classified(token, around, alone=True), None)
    if single is not None and _complete(single, token):
        return single
    best = single
    labelled = (
        _may_be_labelled(tokens, index, around.view) and around.label(token.start, token.end) is not None
    )
    for run in joined(around.view, tokens, index, labelled=labelled):
        if not _masked(run.start, run.end, around.view):
            alone = len(run.groups) >= len(tokens) - 1
            best = next(_classified(run, around, alone=alone), best)
    return best


def _may_be_labelled(tokens: tuple[Run, ...], index: int, view: str) -> bool:
    """Whether words may stand right before a token: it begins a stretch, a line or a cell."""
    if index == 0:
        return sum(len(token.compact) for token in tokens[:_FEW]) >= _SHORTEST_LABELLED
    between = view[tokens[index - 1].end : tokens[index].start]
    if "\n" not in between and "\t" not in between:
        return len(tokens) <= _FEW
    length = 0
    for left, right in pairwise(tokens[index : index + _FEW]):
        length += len(left.compact)
        if "\t" in view[left.end : right.start]:
            break
        length += len(right.compact)
    return length >= _SHORTEST_LABELLED


def _complete(found: _Found, token: Run) -> bool:
    """Whether a token is a number by itself, and not perhaps the first group of a longer one."""
    _, use, _, _ = found
    return len(token.compact) >= _COMPLETE and len(token.compact) != _OLD_LENGTH and use is not Use.DOUBTFUL


def _masked(start: int, end: int, view: str) -> bool:
    return (start > 0 and view[start - 1] in _MASKS) or (end < len(view) and view[end] in _MASKS)


def _classified(run: Run, around: Surroundings, *, alone: bool) -> Iterator[_Found]:
    """The most specific kind of a run; nothing for a run that is none."""
    length = len(run.compact)
    if length < _MIN_LENGTH or not any(c.isdigit() for c in run.compact):
        return
    if length >= _SHORTEST_ID:
        yield from _id_number(run, around)
    if not _part_of_decimal(run, around.view):
        yield from _other_number(run, around, alone=alone)


def _id_number(run: Run, around: Surroundings) -> Iterator[_Found]:
    compact = run.compact
    if holds_id_number(compact) and _one_number(run, around):
        yield IdentifierKind.DOCUMENT, Use.PRIVATE, run.start, run.end
        return
    lettered = _LETTERS_BEFORE_ID.fullmatch(compact)
    if lettered is not None and len(run.groups) == 1 and is_id_number(lettered["number"]):
        yield IdentifierKind.ID_CARD, Use.PRIVATE, run.start + lettered.start("number"), run.end
        return
    label = around.label(run.start, run.end)
    if len(compact) == 18 and is_id_number(compact) and _one_number(run, around):
        if label is not Label.OTHER or not is_credit_code(compact):
            paper = label in _PAPERS or (is_compatriot_permit(compact) and label is not Label.ID_CARD)
            yield (
                IdentifierKind.DOCUMENT if paper else IdentifierKind.ID_CARD,
                Use.PRIVATE,
                run.start,
                run.end,
            )
        return
    if label is Label.ID_CARD and not run.broken and set("".join(run.separators)) <= _SPLIT_SEPARATORS:
        if is_old_id_number(compact):
            yield IdentifierKind.ID_CARD, Use.PRIVATE, run.start, run.end
        elif plausible_id_number(compact) or _mistyped(run):
            yield IdentifierKind.ID_CARD, Use.DOUBTFUL, run.start, run.end


def _mistyped(run: Run) -> bool:
    """Labelled as an identity number, with a wrong date, or one character short or too many."""
    compact = run.compact
    digits = compact[:-1].isdigit() and compact[-1] in "0123456789Xx"
    if not digits or len(run.groups) > 1:
        return False
    return len(compact) in (18, *_TYPO_LENGTHS) and compact[:1] in "123456789"


def _one_number(run: Run, around: Surroundings) -> bool:
    """Whether groups that add up to an identity number are one number and no row of figures."""
    if len(run.groups) <= 2:
        return True
    separators = {separator.strip(" ") or " " for separator in run.separators}
    if len(separators) == 1 and "\t" not in separators:
        return len(run.groups) <= 6 or set(run.groups) == {1}
    if separators == {"\t"}:
        return set(run.groups) == {1} or around.label(run.start, run.end) is Label.ID_CARD
    return around.label(run.start, run.end) in (Label.ID_CARD, Label.DISABILITY_CARD)


def _part_of_decimal(run: Run, view: str) -> bool:
    return run.start > 1 and view[run.start - 1] == "." and view[run.start - 2].isdigit()


def _other_number(run: Run, around: Surroundings, *, alone: bool) -> Iterator[_Found]:
    if is_document_number(run, around):
        yield IdentifierKind.DOCUMENT, Use.PRIVATE, run.start, run.end
    elif run.compact.isdigit() and is_private_account(run, around):
        yield IdentifierKind.BANK_CARD, Use.PRIVATE, run.start, run.end
    else:
        call = telephone(run, alone, around)
        if call is not None and not _URL.search(around.before(call[0], 200)):
            yield IdentifierKind.PHONE, call[2], call[0], call[1]
