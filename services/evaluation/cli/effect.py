"""`lontar effect`: the statistics of the effect studies on any table."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from services.evaluation.cli.table import read_table


class Design(StrEnum):
    """How the table was made."""

    TWO_GROUP = "two-group"
    DID = "did"


class Better(StrEnum):
    """Which way the outcome should go."""

    LOWER = "lower"
    HIGHER = "higher"


def effect(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8, titles in row 1.")],
    design: Annotated[Design, typer.Option(help="Two groups once, or units over time.")],
    outcome: Annotated[str, typer.Option(metavar="COL", help="Column of what is measured.")],
    treated: Annotated[
        str,
        typer.Option(metavar="COL[=VALUE]", help="Column of who was treated: 1/0, or is VALUE."),
    ],
    covariates: Annotated[
        str | None, typer.Option(metavar="A,B", help="two-group: columns to hold equal.")
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="COL", help="did: column of units.")] = None,
    time: Annotated[
        str | None,
        typer.Option(metavar="COL", help="did: column of dates, ISO weeks, months or numbers."),
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="VALUE", help="did: the first time with treatment.")
    ] = None,
    selected: Annotated[
        str | None,
        typer.Option(metavar="FROM..TO", help="did: the times by which units were selected."),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(metavar="COL", help="did: services behind a row; weigh within a unit only."),
    ] = None,
    better: Annotated[
        Better, typer.Option(help="Whether the outcome is better when it is…")
    ] = Better.LOWER,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Estimate an effect from a table, with an interval and an honest verdict.

    The verdict is improved, worsened, no_evidence or insufficient_data; docs/statistics.md says
    how it comes about. Rows without an outcome and units without both periods are left out and
    counted. Needs no installation and changes nothing.
    """
    only_did = {"unit": unit, "time": time, "start": start}
    _refuse_odd(context, design, only_did, covariates, selected, weights)
    column, sign, value = treated.partition("=")
    group = (column, value if sign else None)
    table = read_table(file)
    # Only now: the statistics take two seconds to load.
    from services.evaluation.cli.designs import compare_changes, compare_groups

    if design is Design.TWO_GROUP:
        names = [name.strip() for name in (covariates or "").split(",") if name.strip()]
        found = compare_groups(table, outcome, group, names, better.value)
    else:
        columns = {"unit": unit, "time": time, "weights": weights}
        period = _period(context, selected)
        found = compare_changes(table, outcome, group, better.value, columns, start or "", period)
    typer.echo(json.dumps(found, allow_nan=False) if as_json else _text(found))


def _refuse_odd(
    context: typer.Context,
    design: Design,
    needed: dict[str, str | None],
    covariates: str | None,
    *others: str | None,
) -> None:
    """Options that a design lacks or does not know. Raises BadParameter: wrong usage."""
    if design is Design.DID:
        missing = [f"--{name}" for name, value in needed.items() if not value]
        if missing:
            raise typer.BadParameter(f"--design did needs {', '.join(missing)}", context)
        if covariates:
            raise typer.BadParameter("--covariates belongs to --design two-group", context)
    elif any(needed.values()) or any(others):
        raise typer.BadParameter(
            "--unit, --time, --start, --selected and --weights belong to --design did", context
        )


def _period(context: typer.Context, selected: str | None) -> tuple[str, str] | None:
    if selected is None:
        return None
    first, sign, last = selected.partition("..")
    if not (first and sign and last):
        raise typer.BadParameter("--selected is FROM..TO", context)
    return first.strip(), last.strip()


def _text(found: dict[str, Any]) -> str:
    """For people at a terminal."""
    lines = [
        f"estimate:    {found['estimate']:.6g}{_interval(found)}",
        f"units:       {found['n_treated']} treated, {found['n_comparison']} comparison"
        f"{_left_out(found)}",
    ]
    if second := found.get("second"):
        lines.insert(1, f"second:      {second['estimate']:.6g}{_interval(second)}")
    lines.append(f"verdict:     {found['verdict']}")
    if sentences := found.get("sentences"):
        lines.append(f"             {sentences['en']}")
    lines += [f"warning:     {one['code']}: {one['text']}" for one in found["warnings"]]
    return "\n".join(lines)


def _interval(found: dict[str, Any]) -> str:
    if found["ci_low"] is None:
        return " (without an interval: too few units)"
    low, high, p_value = found["ci_low"], found["ci_high"], found["p_value"]
    return f" (95 % interval {low:.6g} to {high:.6g}; s.e. {found['se']:.6g}; p = {p_value:.3g})"


def _left_out(found: dict[str, Any]) -> str:
    return f", {found['left_out']} left out" if found["left_out"] else ""
