"""Bank cards and accounts (银行卡号、账号) of persons; those of offices and companies are lawful."""

from __future__ import annotations

import re

from stdnum import luhn

from reviewer.identifiers.labels import Label
from reviewer.identifiers.runs import Run
from reviewer.identifiers.surroundings import Surroundings

# UnionPay cards begin with 62; older debit cards of the large banks with 4, 5, 3 or 9.
_UNION_PAY = re.compile(r"62\d{14,17}")
_OTHER_CARD = re.compile(
    r"(?:4\d{15}|5[1-5]\d{14}|35\d{14}|3[47]\d{13}|9[0-9]\d{14,17}|60\d{14,17}|8[12]\d{14,17})"
)
_ACCOUNT = re.compile(r"\d{9,25}")
_GROUP_SIZES = frozenset({(6, 13), (6, 10), (6, 12), (6, 4, 4, 4), (6, 4, 4, 5), (6, 6, 7), (3, 4, 4, 4, 4)})
_SHORTEST_GROUPED = 15
_MOST_GROUPS = 5
_BANK_WORD = re.compile(r"银行|信用社|农商行|[农工建中交招]行|邮储|卡|账户|帐户|存折|户名")
_ORGANISATION = re.compile(
    r"户名[：:为]?\s*[^，。；\n]{0,24}(?:局|公司|中心|财政|专户|委员会|厅|医院|学院|大学|学校|所|集团|政府|税务|协会|基金会|办公室|合作社|银行|厂|队)"
    r"|财政专户|保证金|缴款|缴纳|缴费|汇缴|收款(?:单位|人[：:]?[^，。；\n]{2,20}(?:局|公司|中心|院|会))|对公|投标|罚没|罚款|非税|"
    r"捐赠|捐款|专户|党费|国库|开户行及账号|纳税人识别|基本(?:存款)?账户|单位(?:账号|账户|名称)|监管账户|共管|采购人|供应商|代理机构|学费"
)
_PERSON = re.compile(
    r"户主|本人|个人|姓名|工资|补贴|补助|低保|一卡通|一折通|惠农|学号|农户|村民|领款|发放|救助|奖金"
)


def is_private_account(run: Run, around: Surroundings) -> bool:
    """Whether a run is the card or account of a person."""
    compact = run.compact
    if not _ACCOUNT.fullmatch(compact) or not _plausible_groups(run) or around.measured(run.end):
        return False
    label = around.label(run.start, run.end)
    if label is Label.BANK or (label is Label.SOCIAL_CARD and luhn.is_valid(compact)):
        return not _official(run, around)
    if label is not None or not luhn.is_valid(compact):
        return False
    if _UNION_PAY.fullmatch(compact):
        return not _official(run, around)
    near = around.before(run.start, 24) + around.after(run.end)
    return bool(_OTHER_CARD.fullmatch(compact) and _BANK_WORD.search(near)) and not _official(run, around)


def _plausible_groups(run: Run) -> bool:
    """One number, or groups as cards are embossed and account books print them."""
    groups = run.groups
    if len(groups) == 1:
        return True
    if sum(groups) < _SHORTEST_GROUPED or len(set(run.separators)) > 1 or "\t" in run.separators[0]:
        return False
    fours = set(groups[:-1]) == {4}
    return fours or groups in _GROUP_SIZES or (run.separators[0] == "-" and len(groups) <= _MOST_GROUPS)


def _official(run: Run, around: Surroundings) -> bool:
    sentence = "\n".join((around.sentence(run.start, run.end), around.line(run.start)))
    return _ORGANISATION.search(sentence) is not None and _PERSON.search(sentence) is None
