"""Settings of accounts: what the environment may say, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.accounts.settings import AccessSettings, access_from_environment
from api.settings import Settings, store_settings
from api.store.people import Role


@pytest.mark.parametrize(
    ("host", "access", "words"),
    [
        ("0.0.0.0", {}, "--accounts"),
        ("192.0.2.7", {}, "回环"),
        ("example.gov.cn", {}, "回环"),
        ("0.0.0.0", {"accounts": True}, "REVIEWER_PUBLIC_URL"),
    ],
)
def test_an_address_that_others_reach_needs_accounts_and_a_public_address(
    host: str, access: dict[str, Any], words: str
) -> None:
    """Refused at the start, with the way out."""
    with pytest.raises(ValueError, match=words):
        Settings(host=host, access=AccessSettings(**access))


def test_with_accounts_and_tls_any_address_can_be_bound() -> None:
    """Its host name is answered then."""
    access = AccessSettings(accounts=True, public_url="https://shencha.example.gov.cn")

    settings = Settings(host="0.0.0.0", access=access)

    assert "shencha.example.gov.cn" in settings.allowed_hosts
    assert access.secure


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"REVIEWER_PUBLIC_URL": "http://shencha.example.gov.cn"}, "明文"),
        ({"REVIEWER_PUBLIC_URL": "shencha.example.gov.cn"}, "https://"),
        ({"REVIEWER_PUBLIC_URL": "https://a.example/under/a/path"}, "https://"),
        ({"REVIEWER_SESSION_HOURS": "0"}, "REVIEWER_SESSION_HOURS"),
        ({"REVIEWER_SESSION_IDLE_MINUTES": "an hour"}, "正整数"),
        ({"REVIEWER_OIDC_ISSUER": "https://sso.example", "REVIEWER_OIDC_NEW_ROLE": "admin"}, "NEW_ROLE"),
        (
            {
                "REVIEWER_OIDC_ISSUER": "https://sso.example",
                "REVIEWER_OIDC_CLIENT_SECRET_FILE": "/nowhere/secret",
            },
            "无法读取",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_told(variables: dict[str, str], words: str) -> None:
    """Which one, and what it should be."""
    with pytest.raises(ValueError, match=words):
        access_from_environment(variables)


def test_secrets_are_read_from_files_and_not_shown(tmp_path: Path) -> None:
    """Neither the provider's secret nor the database's password stands in the environment or in a repr."""
    for name in ("oidc", "database"):
        (tmp_path / name).write_text(f"postgresql://reviewer:{name}-7731@host/x\n", encoding="utf-8")
    variables = {
        "REVIEWER_OIDC_ISSUER": "https://sso.example",
        "REVIEWER_OIDC_CLIENT_ID": "reviewer",
        "REVIEWER_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "oidc"),
        "REVIEWER_DATABASE_URL_FILE": str(tmp_path / "database"),
        "REVIEWER_WEBHOOK_HOSTS": "OA.example.gov.cn, hooks.example:8443",
    }

    access = access_from_environment(variables, accounts=True)

    assert access.oidc is not None
    assert access.oidc.client_secret.endswith("oidc-7731@host/x")
    assert access.oidc.new_role is Role.DRAFTER
    assert access.webhook_hosts == ("oa.example.gov.cn", "hooks.example:8443")
    assert "7731" not in repr(access)
    assert store_settings(variables)["database"] == "postgresql://reviewer:database-7731@host/x"
