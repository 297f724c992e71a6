"""Settings of accounts, read from the environment; unsafe ones are refused at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from api.store.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """The identity provider (OpenID Connect Core 1.0) that people may sign in with.

    Attributes:
        issuer: Its address, exactly as it stands in its id tokens.
        client_id: What it knows this service by.
        client_secret: Shared with it; kept out of ``repr``.
        label: What the sign-in page calls it.
        unit_claim: Claim that holds the unit of a person; empty for none.
        new_role: Role of those who sign in for the first time; None turns strangers away.
        logout: Address of its sign-out page; empty for none.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str = "统一身份认证"
    unit_claim: str = ""
    new_role: Role | None = Role.DRAFTER
    logout: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSettings:
    """Whether there are accounts, and how they are kept.

    Attributes:
        accounts: Whether people sign in; False is single-user mode, for loopback only.
        public_url: Address at which browsers reach the service, such as ``https://shencha.example.gov.cn``.
        plain_http: Allow a public address without TLS: passwords then cross the network readable.
        idle: A session without a request for so long has ended.
        absolute: A session has ended so long after its sign-in, whatever happened since.
        oidc: The identity provider; None for none.
        webhook_hosts: Hosts that webhooks may be sent to; empty turns webhooks off.

    Raises:
        ValueError: The public address is no address, or has no TLS and that was not allowed.
    """

    accounts: bool = False
    public_url: str = ""
    plain_http: bool = False
    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=12)
    oidc: OidcSettings | None = None
    webhook_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.public_url:
            return
        parts = urlsplit(self.public_url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise ValueError(f"对外地址应写成 https://主机名 的形式，而不是 {self.public_url}")
        if parts.scheme == "http" and not self.plain_http:
            raise ValueError(
                "对外地址没有使用 https，密码和文件会以明文经过网络。请在前面设置 TLS 反向代理并改用 https；"
                "确实只在隔离的网络中使用的，请设 REVIEWER_PLAIN_HTTP=1"
            )

    @property
    def public_host(self) -> str:
        """The name in the public address, without port; empty where there is none."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def secure(self) -> bool:
        """Whether browsers reach the service by TLS."""
        return self.public_url.startswith("https://")


def access_from_environment(environment: Mapping[str, str], *, accounts: bool = False) -> AccessSettings:
    """Settings from ``REVIEWER_*`` variables; secrets may stand in a file named by ``…_FILE``.

    Args:
        environment: Usually ``os.environ``.
        accounts: Whether the command line asks for accounts; ``REVIEWER_ACCOUNTS=1`` does so too.

    Raises:
        ValueError: A value cannot be used; the text says which.
    """
    hosts = environment.get("REVIEWER_WEBHOOK_HOSTS", "").replace(",", " ").split()
    return AccessSettings(
        accounts=accounts or _flag(environment, "REVIEWER_ACCOUNTS"),
        public_url=environment.get("REVIEWER_PUBLIC_URL", "").rstrip("/"),
        plain_http=_flag(environment, "REVIEWER_PLAIN_HTTP"),
        idle=timedelta(minutes=_number(environment, "REVIEWER_SESSION_IDLE_MINUTES", 60)),
        absolute=timedelta(hours=_number(environment, "REVIEWER_SESSION_HOURS", 12)),
        oidc=_oidc(environment),
        webhook_hosts=tuple(host.casefold() for host in hosts),
    )


def _oidc(environment: Mapping[str, str]) -> OidcSettings | None:
    issuer = environment.get("REVIEWER_OIDC_ISSUER", "")
    if not issuer:
        return None
    role = environment.get("REVIEWER_OIDC_NEW_ROLE", Role.DRAFTER.value)
    if role not in (*Role, "none") or role == Role.ADMIN:
        raise ValueError("REVIEWER_OIDC_NEW_ROLE 可取 drafter、reviewer、auditor 或者 none（不自动建账户）")
    return OidcSettings(
        issuer=issuer,
        client_id=environment.get("REVIEWER_OIDC_CLIENT_ID", ""),
        client_secret=read_secret(environment, "REVIEWER_OIDC_CLIENT_SECRET"),
        label=environment.get("REVIEWER_OIDC_LABEL", "统一身份认证"),
        unit_claim=environment.get("REVIEWER_OIDC_UNIT_CLAIM", ""),
        new_role=None if role == "none" else Role(role),
        logout=environment.get("REVIEWER_OIDC_LOGOUT", ""),
    )


def read_secret(environment: Mapping[str, str], name: str) -> str:
    """The value of a variable, or of the file that ``<name>_FILE`` names; empty where there is neither.

    Raises:
        ValueError: The file cannot be read.
    """
    path = environment.get(f"{name}_FILE")
    if path is None:
        return environment.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"无法读取 {name}_FILE 指定的文件：{error.strerror}") from error


def _flag(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "").strip().casefold() in ("1", "true", "yes", "on")


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, str(default))
    if not value.isdigit() or int(value) < 1:
        raise ValueError(f"{name} 应为正整数，而不是“{value}”")
    return int(value)
