"""Stored documents to try rules on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from api.access import listed_documents
from api.accounts.rights import Right
from api.accounts.roles import Actor
from api.rulesets.dry_run import StoredDraft
from api.store.archive import find_result, load_reviewed
from api.store.database import Database
from api.store.documents import StoredDocument
from api.store.files import FileStore, MissingFile
from api.store.reviews import ReviewState, StoredReview

MOST_DRAFTS = 30


def stored_drafts(database: Database, files: FileStore, actor: Actor) -> Iterator[StoredDraft]:
    """The latest version of each of the latest documents that the actor may read, read one by one."""
    newest = (
        select(func.max(StoredReview.sequence))
        .where(StoredReview.state == ReviewState.DONE.value)
        .group_by(StoredReview.document_id)
    )
    query = (
        select(StoredReview)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(StoredReview.sequence.in_(newest), listed_documents(actor, Right.READ_DOCUMENT))
        .order_by(StoredReview.sequence.desc())
        .limit(MOST_DRAFTS)
    )
    with database.reading() as session:
        found = session.scalars(query).all()
    for stored in found:
        with database.reading() as session:
            result = find_result(session, stored.id)
        if result is None:
            continue
        try:
            document = load_reviewed(result, files).document
        except MissingFile:
            continue  # retention has taken it
        yield StoredDraft(review_id=stored.id, name=stored.name, document=document)
