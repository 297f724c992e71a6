"""Laws, regulations and rules told by the note on their passage; all of them are invented."""

from __future__ import annotations

import pytest

from reviewer.extraction.text import document_from_text
from reviewer.structure.clauses import split_clauses
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.parts import read_profile

_LONG = "　　一、第五条修改为：“检验员应当登记茶叶的产地。”" * 30


def kind_of(text: str) -> str | None:
    """The kind that the rules tell, without a classifier."""
    document = document_from_text(text, "文件")
    kind = read_profile(document, split_clauses(document)).kind
    return kind.value if kind else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "关于修改《茶叶检验管理办法》的决定\n"
            "《国家茶业总局关于修改〈茶叶检验管理办法〉的决定》已经2026年3月2日国家茶业总局第4次局务会议审议通过，"
            "现予公布，自2026年5月1日起施行。\n一、第五条修改为：“检验员应当登记。”",
            DocumentKind.DEPARTMENT_REGULATION,
        ),
        (
            "关于修改《茶叶检验管理办法》的决定\n"
            "《国家茶业总局关于修改〈茶叶检验管理办法〉的决定》已经国家茶业总局2026年度第4次局务会议审议通过，现予公布，"
            "自2026年5月1日起施行。 国家茶业总局局长" + _LONG,
            DocumentKind.DEPARTMENT_REGULATION,
        ),
        (
            "临江市人民政府关于修改《临江市停车管理办法》的决定\n临江市人民政府令第12号\n"
            "《关于修改〈临江市停车管理办法〉的决定》已经市政府常务会议通过，现予公布。\n一、第五条修改为：“应当登记。”",
            DocumentKind.LOCAL_GOVERNMENT_REGULATION,
        ),
        (
            "青溪县住房和城乡建设局关于修改《青溪县物业管理办法》的决定\n"
            "《关于修改〈青溪县物业管理办法〉的决定》已经县住建局第4次局务会议审议通过，现印发给你们。\n"
            "一、第五条修改为：“应当登记。”",
            DocumentKind.NORMATIVE,
        ),
    ],
    ids=["部门规章的修改决定", "修改决定整篇一段", "政府规章的修改决定", "县局修改规范性文件"],
)
def test_a_decision_that_amends_is_of_the_rank_of_what_it_amends(text: str, kind: DocumentKind) -> None:
    """A department's meeting that promulgates makes a rule; one that sends out does not."""
    assert kind_of(text) == kind
