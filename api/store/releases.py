"""Tables of the rules in force: each change makes a release, so that every earlier state can be had back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from api.store.base import Base, Sequence, utc_now


class RuleBundle(Base):
    """A signed bundle of rules and catalogue whose signature held when it was taken in.

    Attributes:
        digest: sha256 of the file.
        number: The maker's count; a bundle never gives way to one with a lower number but by roll-back.
        software: Version of the software that it is made for.
        content: The file as it came.
    """

    __tablename__ = "rule_bundles"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    made_on: Mapped[date]
    software: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    taken_in_at: Mapped[datetime] = mapped_column(default=utc_now)


class RuleRelease(Base):
    """One state of the rules; the one with the highest number is in force. Rows are only added.

    Attributes:
        what: ``imported``, ``kept``, ``removed``, ``installed``, ``uninstalled`` or ``restored``.
        subject: The rule, bundle or release that the change was about.
        own: The deployment's own rules and lexicon: content by path below the folder of rules.
        folder: For rules that came from the operator's folder, the digest of each file then.
        bundle: The bundle in place of the rules that ship; None for those.
    """

    __tablename__ = "rule_releases"

    number: Mapped[int] = mapped_column(Sequence, primary_key=True)
    what: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(200), default="")
    own: Mapped[dict[str, Any]]
    folder: Mapped[dict[str, Any]]
    bundle: Mapped[str | None] = mapped_column(ForeignKey("rule_bundles.digest"))
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
