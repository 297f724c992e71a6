"""Where a webhook may be sent."""

import pytest

from api.webhooks.addresses import ForbiddenAddress, check_url, resolve

ALLOWED = ("oa.example.gov.cn", "127.0.0.1:9000")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://oa.example.gov.cn/hooks?x=1", ("https", "oa.example.gov.cn", 443, "/hooks?x=1")),
        ("http://OA.example.gov.cn./", ("http", "oa.example.gov.cn", 80, "/")),
        ("http://127.0.0.1:9000", ("http", "127.0.0.1", 9000, "/")),
    ],
)
def test_an_allowed_host_is_taken(url: str, expected: tuple[str, str, int, str]) -> None:
    """By name, at the usual port of the scheme; any other port must be named."""
    assert check_url(url, ALLOWED) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/hooks",
        "https://oa.example.gov.cn:8443/",
        "https://oa.example.gov.cn.evil.example/",
        "https://user:secret@oa.example.gov.cn/",
        "https://oa.example.gov.cn@evil.example/",
        "file:///etc/passwd",
        "gopher://oa.example.gov.cn/",
        "//oa.example.gov.cn/",
        "https://oa.example.gov.cn/\r\nHost: evil.example",
        "https://oa.example.gov.cn:99999999/",
        "http://[::1/",
        "",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    """Not on the list, with credentials, of another scheme, or no address at all."""
    with pytest.raises(ForbiddenAddress):
        check_url(url, ALLOWED)


@pytest.mark.parametrize("host", ["localhost", "2130706433", "127.1", "0x7f000001"])
def test_a_name_that_means_this_machine_is_refused(host: str) -> None:
    """Whatever a name server says: loopback is reached only where its address itself was allowed."""
    with pytest.raises((ForbiddenAddress, OSError)):
        resolve(f"http://{host}/", (host,))


def test_an_address_that_was_allowed_as_such_is_taken() -> None:
    """An operator who writes 127.0.0.1 down means it."""
    assert resolve("http://127.0.0.1:9000/x", ALLOWED).addresses == ("127.0.0.1",)


@pytest.mark.parametrize("address", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "224.0.0.1"])
def test_special_addresses_are_refused_unless_written_down(address: str) -> None:
    """The address at which clouds hand out credentials, among others."""
    with pytest.raises(ForbiddenAddress):
        resolve(f"http://{address}/", ("oa.example.gov.cn",))
