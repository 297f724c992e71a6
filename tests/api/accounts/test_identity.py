"""Whether a write comes from our own page: headers that other sites' pages cannot forge."""

import pytest
from starlette.datastructures import Headers

from api.accounts.identity import comes_from_own_page
from api.accounts.settings import AccessSettings

HOST = "shencha.example.gov.cn"
ACCESS = AccessSettings(accounts=True, public_url=f"https://{HOST}")


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"origin": f"https://{HOST}"}, True),
        ({"origin": f"http://{HOST}"}, False),
        ({"origin": f"https://{HOST}.evil.example"}, False),
        ({"origin": f"https://{HOST}:8443"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"origin": "https://evil.example", "sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site", "referer": f"https://{HOST}/"}, False),
        ({"referer": f"https://{HOST}/check"}, True),
        ({"referer": f"http://{HOST}/check"}, False),
        ({"referer": f"https://evil.example/{HOST}"}, False),
        ({"referer": f"https://{HOST}@evil.example/"}, False),
        ({}, False),
    ],
)
def test_a_write_is_believed_by_its_headers(headers: dict[str, str], own: bool) -> None:
    """The most telling header that is there decides; none is no proof."""
    assert comes_from_own_page("POST", Headers({"host": HOST, **headers}), ACCESS) is own


def test_reading_needs_no_proof() -> None:
    """Another site's page cannot read the answer."""
    assert comes_from_own_page("GET", Headers({"host": HOST}), ACCESS)
