"""Rows to facts, with everything that is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.enrolment.importing.kinds import CHANGED_AT, Column, Form
from services.enrolment.importing.table import BrokenRow, RowError, Table, WrongCell

_CLOCKS_MAY_DIFFER = timedelta(days=1)

Facts = dict[str, Any]
"""The values of a row by column name; `changed_at` only where the file says it."""

_Seen = tuple[int, int]
"""(row number, what it says) of a record"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its facts, or what is wrong with it. again: an earlier row says the same."""

    number: int
    facts: Facts
    errors: list[RowError]
    again: bool = False


def header_errors(kind: Form, header: Sequence[str]) -> list[RowError]:
    """Unknown, doubled and missing columns."""
    known = ", ".join(column.name for column in kind.columns)
    errors = []
    for place, name in enumerate(header, start=1):
        if kind.column(name) is None:
            reason = f"there is no such column; known: {known}"
            errors.append(RowError(row=1, column=name[:60] or f"column {place}", reason=reason))
        elif header.index(name) != place - 1:
            errors.append(RowError(row=1, column=name, reason="the column is there twice"))
    missing = [c.name for c in kind.columns if not c.optional and c.name not in header]
    return errors + [
        RowError(row=1, column=name, reason="the column is missing") for name in missing
    ]


def checked_rows(kind: Form, table: Table, now: datetime) -> Iterator[Row]:
    """Every row with its errors; a broken row is the last. Raises UnreadableFile.

    now   where it matters what day it is, in the office's zone
    """
    columns = [column for name in table.header if (column := kind.column(name))]
    absent = {c.name: c.empty for c in kind.columns if c.name not in table.header}
    absent.pop(CHANGED_AT, None)
    seen: dict[str, _Seen] = {}
    try:
        for number, cells in table.rows:
            row = _row(columns, number, cells, now)
            row.facts.update((name, empty()) for name, empty in absent.items())
            if not row.errors and (wrong := kind.completed(row.facts, now)):
                row.errors.append(RowError(row=number, column=wrong[0], reason=wrong[1]))
            row = _checked_once(kind, row, seen)
            if not row.errors and (wrong := kind.together(row.facts)):
                row.errors.append(RowError(row=number, column=wrong[0], reason=wrong[1]))
            yield row
    except BrokenRow as broken:
        yield Row(broken.error.row, {}, [broken.error])


def _row(columns: Sequence[Column], number: int, cells: Sequence[str], now: datetime) -> Row:
    if len(cells) != len(columns):
        reason = f"has {len(cells)} cells, the header has {len(columns)}"
        return Row(number, {}, [RowError(row=number, column=None, reason=reason)])
    facts: Facts = {}
    errors = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            value = _value(column, cell, now)
        except ValueError as error:
            errors.append(RowError(row=number, column=column.name, reason=str(error)))
            continue
        if column.name != CHANGED_AT or value is not None:
            facts[column.name] = value
    return Row(number, facts, errors)


def _value(column: Column, cell: str, now: datetime) -> Any:
    if isinstance(cell, WrongCell):
        raise ValueError(cell.reason)
    if not cell:
        if not column.blank:
            raise ValueError("is empty")
        return column.empty()
    value = column.read(cell)
    if column.name == CHANGED_AT and value > now + _CLOCKS_MAY_DIFFER:
        raise ValueError("lies in the future, so that no later change would count")
    return value


def _checked_once(kind: Form, row: Row, seen: dict[str, _Seen]) -> Row:
    record = kind.record_of(row.facts)
    if record is None or (row.errors and kind.stands_alone):
        return row
    says = hash(repr(sorted(row.facts.items()))) if kind.repeats else 0
    first, said = seen.setdefault(record, (row.number, says))
    if first == row.number:
        return row
    if kind.repeats and said == says:
        return replace(row, again=True)
    reason = f"{record!r} is in row {first} already"
    if kind.repeats:
        reason += ", with other facts"
    row.errors.append(RowError(row=row.number, column=kind.key, reason=reason))
    return row
