"""What the last import said of each record, as a fingerprint: the same again is no news."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.storage.tables import ImportedRow
from shared.database import insert_or_update


def known_fingerprints(session: Session, kind: str, keys: Iterable[str]) -> dict[str, str]:
    """The fingerprints of those records that were imported before, by key."""
    found = session.execute(
        select(ImportedRow.key, ImportedRow.fingerprint).where(
            ImportedRow.kind == kind, ImportedRow.key.in_(sorted(keys))
        )
    )
    return {row.key: row.fingerprint for row in found}


def remember_fingerprints(
    session: Session, kind: str, fingerprints: Mapping[str, str], now: datetime
) -> None:
    """Keep fingerprints by key, in place of older ones; two imports at once take turns."""
    if not fingerprints:
        return
    statement = insert_or_update(session, ImportedRow)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "key"],
            set_={
                "fingerprint": statement.excluded.fingerprint,
                "imported_at": statement.excluded.imported_at,
            },
        ),
        [
            {"kind": kind, "key": key, "fingerprint": fingerprint, "imported_at": now}
            for key, fingerprint in sorted(fingerprints.items())
        ],
    )
