"""Tables of analysts through the statistics: what `lontar effect` prints, as plain values."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from services.evaluation.analysis.cautions import CONFIRMED_AFTER, warning
from services.evaluation.analysis.plan import Better
from services.evaluation.analysis.study import Finding, Measures, Plan, measure
from services.evaluation.analysis.two_group import two_group
from services.evaluation.analysis.verdict import FEW_UNITS, decide_two_groups
from services.evaluation.cli.table import Table
from services.evaluation.cli.times import Period, Times
from shared.operating.failing import Mistake

RELEVANT_CHANGE = 0.10


def compare_groups(
    table: Table,
    outcome: str,
    treated: tuple[str, str | None],
    covariates: list[str],
    better: Better,
) -> dict[str, Any]:
    """Two groups, looked at once. Raises Mistake."""
    used = table.measured([outcome, treated[0], *covariates])
    values = np.array(used.numbers(outcome))
    flags = np.array(used.flags(*treated))
    held = [used.numbers(covariate) for covariate in covariates]
    try:
        found = two_group(values, flags, np.column_stack(held) if held else None)
    except ValueError as error:
        raise Mistake(f"{table.name}: {error}") from None
    level = float(values[~flags].mean())
    decision = decide_two_groups(found, better=better, relevant=RELEVANT_CHANGE * abs(level))
    applies = {
        "few_clusters": min(found.n_treated, found.n_comparison) < FEW_UNITS,
        "single_treated_unit": found.n_treated == 1,
    }
    return {
        **found.as_json(),
        "relative": found.estimate / abs(level) if level else None,
        "left_out": len(table.rows) - len(used.rows),
        "verdict": decision.verdict,
        "warnings": _told(warning(code) for code, so in applies.items() if so),
        "design": "two_group",
    }


def compare_changes(
    table: Table,
    outcome: str,
    treated: tuple[str, str | None],
    better: Better,
    columns: dict[str, str | None],
    start: str,
    selected: tuple[str, str] | None,
) -> dict[str, Any]:
    """Difference-in-differences of a panel. columns: unit, time, weights. Raises Mistake."""
    used = table.measured([outcome])
    unit, time, weights = str(columns["unit"]), str(columns["time"]), columns["weights"]
    times = Times(used.texts(time))
    periods: list[Period] = used.each(time, times.read)  # type: ignore[assignment]
    begins = _asked("--start", times, start).first
    own = _treated_units(used, unit, treated, [period.first >= begins for period in periods])
    measures = Measures(
        unit=np.array(used.texts(unit)),
        day=np.array([period.first for period in periods], dtype="datetime64[D]"),
        value=np.array(used.numbers(outcome)),
        n=np.array(_weights(used, weights)),
    )
    chosen = _chosen(times, selected, begins)
    before, after = _windows(periods, begins, chosen)
    plan = Plan(
        starts=dict.fromkeys(own, begins),
        comparison=sorted(set(measures.unit.tolist()) - own),
        before_days=before,
        after_days=after,
        selected=chosen,
        better=better,
        relevant_change=RELEVANT_CHANGE,
        registered_on=begins if chosen else None,
    )
    looked_on = begins + timedelta(days=after) + CONFIRMED_AFTER
    found = measure(measures, plan, looked_on)
    if found.estimate is None:
        raise Mistake(f"{table.name}: no treated and comparison unit is measured in both windows")
    return _json(found)


def _treated_units(
    used: Table, unit: str, treated: tuple[str, str | None], after: list[bool]
) -> set[str]:
    """Units of the treated group: flagged in all their rows, or in exactly those from the start."""
    flags = used.flags(*treated)
    rows: dict[str, list[tuple[bool, bool, int]]] = {}
    for name, *row in zip(used.texts(unit), flags, after, used.rows, strict=True):
        rows.setdefault(name, []).append(tuple(row))  # type: ignore[arg-type]
    for name, own in rows.items():
        first = own[0][0]
        other = next((number for flag, _, number in own if flag != first), None)
        if other is not None and any(flag != later for flag, later, _ in own):
            raise Mistake(
                f"{used.name}, row {other}, {treated[0]}: unit {name!r} is treated in some rows "
                "and not in others"
            )
    found = {name for name, own in rows.items() if any(flag for flag, _, _ in own)}
    if not found or len(found) == len(rows):
        raise Mistake(f"{used.name}: two groups are needed: every unit is in the same one")
    return found


def _weights(used: Table, column: str | None) -> list[float]:
    if column is None:
        return [1.0] * len(used.rows)
    found = used.numbers(column)
    for row, number in zip(used.rows, found, strict=True):
        if number <= 0:
            raise Mistake(f"{used.name}, row {row}, {column}: must be above 0, not {number:g}")
    return found


def _asked(option: str, times: Times, value: str) -> Period:
    try:
        return times.read(value)
    except ValueError as error:
        raise Mistake(f"{option}: {error}") from None


def _chosen(
    times: Times, selected: tuple[str, str] | None, begins: date
) -> tuple[date, date] | None:
    if selected is None:
        return None
    first, last = (_asked("--selected", times, value) for value in selected)
    if last.first < first.first:
        raise Mistake(f"--selected: {selected[1]} is before {selected[0]}")
    if last.end > begins:
        raise Mistake("--selected: must end before --start")
    return first.first, last.end - timedelta(days=1)


def _windows(
    periods: list[Period], begins: date, chosen: tuple[date, date] | None
) -> tuple[int, int]:
    """Days before and after: all there are; around a selection as many on both sides.

    Where the table begins with the selection, those between it and the start are the days before.
    """
    first, end = min(one.first for one in periods), max(one.end for one in periods)
    after = (end - begins).days
    if after <= 0:
        raise Mistake("nothing is measured from --start on")
    if begins <= first:
        raise Mistake("nothing is measured before --start")
    if not chosen:
        return (begins - first).days, after
    before, gap = (chosen[0] - first).days, (begins - chosen[1]).days - 1
    if before <= 0 and gap <= 0:
        raise Mistake(
            "--selected: leaves nothing before --start to compare with; give earlier times too, or "
            "end the selection earlier"
        )
    if before <= 0:
        before = gap
    elif before > 2 * gap:
        before -= gap
    return (min(before, after),) * 2


def _json(found: Finding) -> dict[str, Any]:
    told = found.as_json()
    del told["series"]
    return {
        **told,
        "left_out": len(found.left_out),
        "left_out_units": list(found.left_out),
        "warnings": _told(found.warnings),
    }


def _told(warnings: Any) -> list[dict[str, str]]:
    return [{"code": one.code, "text": one.text_en} for one in warnings]
