"""The start of the service: single-user mode or accounts, and the first administrator."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.accounts.people import first_administrator, has_accounts
from api.accounts.settings import AccessSettings
from api.store.base import utc_now
from api.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsStart:
    """How the service starts.

    Attributes:
        with_accounts: Whether people sign in.
        administrator: Name of the administrator that was made; None where there were accounts already.
        password: The administrator's one-time password, to be shown once.
    """

    with_accounts: bool
    administrator: str | None = None
    password: str = field(default="", repr=False)


def start_accounts(database: Database, access: AccessSettings) -> AccountsStart:
    """Decide the mode; at the first start with accounts make an administrator.

    A store that has accounts is never served without them: what people kept under a password would lie open
    to whoever starts the service without the option.
    """
    with database.writing() as session:
        if not access.accounts and not has_accounts(session):
            return AccountsStart(with_accounts=False)
        made = first_administrator(session, utc_now())
    if made is None:
        return AccountsStart(with_accounts=True)
    user, password = made
    return AccountsStart(with_accounts=True, administrator=user.name, password=password)
