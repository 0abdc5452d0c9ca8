"""Checks a whole file, then publishes its rows as HR's events, some hundreds at a time."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy.exc import DBAPIError

from services.enrolment.importing.checking import Facts, checked_rows, header_errors
from services.enrolment.importing.kept import KeptRows
from services.enrolment.importing.kinds import CHANGED_AT, Kind
from services.enrolment.importing.reading import open_table
from services.enrolment.importing.table import RowError
from services.enrolment.storage.imported import known_fingerprints, remember_fingerprints
from shared.clock import Clock
from shared.database import Database
from shared.messaging.failures import Failure, kind_of
from shared.messaging.outbox import post

SOURCE = "/lontar/import"
BATCH_ROWS = 500
MOST_ERRORS = 10_000
"""After so many the file is the wrong one, and the rest is not looked at."""

_TRIES = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Progress = Callable[[str, float], None]
"""(what is being done: `checking` or `importing`, share done 0 to 1)"""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a file.

    rows        below the header, without blank ones
    published   events written to the outbox; in a dry run: that would be
    unchanged   rows that mean what they meant at the last import, or what an earlier row means
    refused     rows with errors; when there is any, nothing was published, unless bad rows were
                to be skipped
    errors      of these rows, or of the header
    truncated   there are more errors than are kept; the rest of the file was not checked
    """

    rows: int
    published: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: list[RowError] = field(default_factory=list)
    truncated: bool = False


@dataclass(frozen=True, kw_only=True)
class _Import:
    """A file that is being imported. database None: nobody knows anything yet (dry run)."""

    database: Database | None
    kind: Kind
    path: Path
    now: datetime
    zone: tzinfo
    dry_run: bool
    publish_all: bool
    skip_bad_rows: bool
    progress: Progress


def import_file(
    database: Database | None,
    kind: Kind,
    path: Path,
    clock: Clock,
    *,
    dry_run: bool = False,
    publish_all: bool = False,
    skip_bad_rows: bool = False,
    zone: tzinfo | None = None,
    progress: Progress = lambda doing, share: None,
) -> Report:
    """Check every row of a CSV or XLSX file, and if all are right publish those that are news.

    database        enrolment's; None only in a dry run: nothing was ever imported
    publish_all     also publish the rows that mean what they meant at the last import
    skip_bad_rows   publish the right ones although others are wrong
    zone            the office's, where its days begin; None: UTC

    Repeating it after a crash goes on where it ended. Raises UnreadableFile and what the
    database raises.
    """
    job = _Import(
        database=database,
        kind=kind,
        path=path,
        now=clock.now(),
        zone=zone or UTC,
        dry_run=dry_run,
        publish_all=publish_all,
        skip_bad_rows=skip_bad_rows,
        progress=progress,
    )
    with KeptRows() as kept:
        checked = _check(job, kept)
        unusable = checked.truncated or not checked.rows
        if checked.errors and (unusable or not skip_bad_rows):
            return checked
        return _publish(job, kept, checked)


def _check(job: _Import, kept: KeptRows) -> Report:
    """Read the file: keep the rows that are right, count them and find all errors."""
    with open_table(job.path) as table:
        errors = header_errors(job.kind, table.header)
        if errors:
            return Report(rows=0, errors=errors)
        rows = refused = 0
        checked = checked_rows(job.kind, table, job.now.astimezone(job.zone))
        while batch := list(islice(checked, BATCH_ROWS)):
            rows += len(batch)
            errors += [error for row in batch for error in row.errors]
            refused += sum(1 for row in batch if row.errors)
            if len(errors) >= MOST_ERRORS:
                return Report(
                    rows=rows, refused=refused, errors=errors[:MOST_ERRORS], truncated=True
                )
            if job.skip_bad_rows or not errors:
                kept.add([row.facts for row in batch if not row.errors and not row.again])
            if len(batch) == BATCH_ROWS:
                job.progress("checking", table.share_read)
    job.progress("checking", 1.0)
    return Report(rows=rows, refused=refused, errors=errors)


def _publish(job: _Import, kept: KeptRows, checked: Report) -> Report:
    """What was read, whatever has become of the file since."""
    rows = checked.rows - checked.refused
    done = published = 0
    for batch in kept.batches():
        began = time.monotonic()
        published += _patiently(job, batch)
        done += len(batch)
        job.progress("importing", done / rows)
        if job.database and job.database.is_sqlite and not job.dry_run:
            # SQLite has no queue for writers: leave a running service time to get its turn.
            time.sleep(time.monotonic() - began)
    return replace(checked, published=published, unchanged=rows - published)


def _patiently(job: _Import, batch: Sequence[Facts]) -> int:
    """Running services write to the same tables: a lock that was not had in time is asked again."""
    for _ in range(_TRIES - 1):
        try:
            return _publish_batch(job, batch)
        except DBAPIError as error:
            if kind_of(error) is not Failure.LATER:
                raise
    return _publish_batch(job, batch)


def _publish_batch(job: _Import, batch: Sequence[Facts]) -> int:
    """One transaction: events and fingerprints, or neither. Returns the number of events."""
    prints = {str(job.kind.record_of(facts)): _fingerprint(facts) for facts in batch}
    if job.database is None:
        return len(batch)
    if job.dry_run:
        with job.database.reading() as session:
            known = known_fingerprints(session, job.kind.name, prints)
        return len(batch) if job.publish_all else len(prints.items() - known.items())
    with job.database.transaction() as session:
        known = {} if job.publish_all else known_fingerprints(session, job.kind.name, prints)
        news = dict(prints.items() - known.items())
        for facts in batch:
            if job.kind.record_of(facts) in news:
                changed_at = facts.get(CHANGED_AT, job.now)
                event = job.kind.event(**{CHANGED_AT: changed_at, **facts, "occurred_at": job.now})
                post(session, event, sequence=_microseconds(changed_at), source=SOURCE)
        remember_fingerprints(session, job.kind.name, news, job.now)
    return len(news)


def _fingerprint(facts: Facts) -> str:
    """Of what a row means: neither the order of columns nor the spelling of values counts."""
    return hashlib.sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
