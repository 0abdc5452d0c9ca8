"""Checks a whole file, then publishes its rows as HR's events, some hundreds at a time."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.exc import DBAPIError

from services.enrolment.importing.checking import Facts, checked_rows, header_errors
from services.enrolment.importing.kept import KeptRows
from services.enrolment.importing.kinds import CHANGED_AT, Kind
from services.enrolment.importing.reading import open_table
from services.enrolment.importing.table import RowError, UnreadableFile
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
_Prints = dict[str, str]
_Told = list[tuple[str, str]]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FIRST_TOLD = 20
"""So many of the records that are published are named."""

ADDED, CHANGED = "added", "changed"

Progress = Callable[[str, float], None]
"""(what is being done: `checking` or `importing`, share done 0 to 1)"""
Run = Callable[..., Any]
"""(work, *arguments): does the work, which needs the processor and no database"""


def here(work: Callable[..., Any], *arguments: Any) -> Any:
    """Where nothing else waits."""
    return work(*arguments)


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
    changed     of the published: records of which an earlier import said something else
    first       some of the published: the record's key, and whether it is `added` or `changed`
    """

    rows: int
    published: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: list[RowError] = field(default_factory=list)
    truncated: bool = False
    changed: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)


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
    most_rows: int | None
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
    most_rows: int | None = None,
    read_by: Run = here,
    progress: Progress = lambda doing, share: None,
) -> Report:
    """Check every row of a CSV or XLSX file, and if all are right publish those that are news.

    database        enrolment's; None only in a dry run: nothing was ever imported
    publish_all     also publish the rows that mean what they meant at the last import
    skip_bad_rows   publish the right ones although others are wrong
    zone            the office's, where its days begin; None: UTC
    most_rows       a file with more is refused as a whole; None: any number
    read_by         who reads and checks the file, before the database is asked

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
        most_rows=most_rows,
        progress=progress,
    )
    with KeptRows() as kept:
        checked: Report = read_by(_check, job, kept)
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
            if job.most_rows is not None and rows > job.most_rows:
                raise UnreadableFile(f"{job.path} holds more than {job.most_rows} rows")
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
    done = published = changed = 0
    first: list[tuple[str, str]] = []
    for batch in kept.batches():
        began = time.monotonic()
        told = _patiently(job, batch)
        published += len(told)
        changed += sum(1 for _, how in told if how == CHANGED)
        first += told[: FIRST_TOLD - len(first)]
        done += len(batch)
        job.progress("importing", done / rows)
        if job.database and job.database.is_sqlite:
            # SQLite has no queue for writers: leave a running service time to get its turn.
            time.sleep(0 if job.dry_run else time.monotonic() - began)
    return replace(
        checked, published=published, unchanged=rows - published, changed=changed, first=first
    )


def _patiently(job: _Import, batch: Sequence[Facts]) -> _Told:
    """Running services write to the same tables: a lock that was not had in time is asked again."""
    for _ in range(_TRIES - 1):
        try:
            return _publish_batch(job, batch)
        except DBAPIError as error:
            if kind_of(error) is not Failure.LATER:
                raise
    return _publish_batch(job, batch)


def _publish_batch(job: _Import, batch: Sequence[Facts]) -> _Told:
    """One transaction: events and fingerprints, or neither. Returns what was published."""
    prints = {str(job.kind.record_of(facts)): _fingerprint(facts) for facts in batch}
    if job.database is None:
        return [(record, ADDED) for record in prints]
    if job.dry_run:
        with job.database.reading() as session:
            known = known_fingerprints(session, job.kind.name, prints)
        return _told(prints if job.publish_all else _news(prints, known), known)
    with job.database.transaction() as session:
        known = known_fingerprints(session, job.kind.name, prints)
        news = prints if job.publish_all else _news(prints, known)
        for facts in batch:
            if job.kind.record_of(facts) in news:
                changed_at = facts.get(CHANGED_AT, job.now)
                event = job.kind.event(**{CHANGED_AT: changed_at, **facts, "occurred_at": job.now})
                post(session, event, sequence=_microseconds(changed_at), source=SOURCE)
        remember_fingerprints(session, job.kind.name, news, job.now)
    return _told(news, known)


def _news(prints: _Prints, known: _Prints) -> _Prints:
    """Fingerprints by record, without those that are known as they are."""
    return {record: said for record, said in prints.items() if known.get(record) != said}


def _told(news: _Prints, known: _Prints) -> _Told:
    return [(record, CHANGED if record in known else ADDED) for record in news]


def _fingerprint(facts: Facts) -> str:
    """Of what a row means: neither the order of columns nor the spelling of values counts."""
    return hashlib.sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
