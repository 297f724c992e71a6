"""The laws that 生态环境法典 replaced, asked before and after."""

from datetime import date

import pytest

from corpora.catalogue import FileCatalogue
from reviewer.law import LawStatus


@pytest.mark.parametrize(
    "law",
    [
        "环境保护法",
        "环境影响评价法",
        "海洋环境保护法",
        "大气污染防治法",
        "水污染防治法",
        "土壤污染防治法",
        "固体废物污染环境防治法",
        "噪声污染防治法",
        "放射性污染防治法",
        "清洁生产促进法",
    ],
)
def test_the_code_of_ecology_repealed_ten_laws(law: str, catalogue: FileCatalogue) -> None:
    """Each ended on 2026-08-15 and gave way to 生态环境法典 with 1,242 articles."""
    ended = catalogue.by_short_title(law, date(2026, 11, 23))
    code = catalogue.exact("中华人民共和国生态环境法典", date(2026, 11, 23))

    assert ended is not None
    assert (ended.repealed, ended.superseded_by) == (date(2026, 8, 15), "中华人民共和国生态环境法典")
    assert ended.status(date(2026, 8, 14)) is LawStatus.IN_FORCE
    assert code is not None
    assert code.articles == 1_242
