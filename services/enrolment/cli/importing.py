"""`lontar import …`: files from the personnel office."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from services.enrolment.cli import SERVICE
from services.enrolment.importing import KINDS, Kind, Report, UnreadableFile, import_file
from shared.clock import SystemClock
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.output import printable, progress_bar

app = typer.Typer(
    help="Import files of the personnel office; all services learn from them as from HR itself.",
    no_args_is_help=True,
)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV in UTF-8, cells with , or ;, or XLSX")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only check the file and count.")]
All = Annotated[bool, typer.Option("--all", help="Also what is unchanged since the last import.")]
SkipBadRows = Annotated[
    bool,
    typer.Option(
        "--skip-bad-rows/--all-or-nothing",
        help="Import the right rows although others are wrong, or none then.",
    ),
]


@app.command()
def roster(context: typer.Context, file: File, dry_run: DryRun = False, all_: All = False) -> None:
    """Import employees.

    Columns, in any order: employee_id, name, unit_id, position, supervisor_id, email,
    employment, active. May be missing: nip, phone, language, roles, appointed_on, grade,
    effective_on, changed_at.

    One error anywhere, and nothing is imported.
    """
    _import(context.obj, KINDS["roster"], file, dry_run, all_)


@app.command()
def units(context: typer.Context, file: File, dry_run: DryRun = False, all_: All = False) -> None:
    """Import organisational units.

    Columns, in any order: unit_id, name, parent_id, min_on_duty. May be missing: kind, head_id,
    min_on_duty_by_position (Position=2;Other=1), changed_at.

    One error anywhere, and nothing is imported.
    """
    _import(context.obj, KINDS["units"], file, dry_run, all_)


@app.command()
def leave(context: typer.Context, file: File, dry_run: DryRun = False, all_: All = False) -> None:
    """Import leave, approved or cancelled.

    Columns, in any order: leave_id, employee_id, starts_on, ends_on (first and last day away),
    status. May be missing: kind, changed_at.

    One error anywhere, and nothing is imported.
    """
    _import(context.obj, KINDS["leave"], file, dry_run, all_)


@app.command()
def complaints(
    context: typer.Context,
    file: File,
    dry_run: DryRun = False,
    all_: All = False,
    skip_bad_rows: SkipBadRows = True,
) -> None:
    """Import complaints of citizens, one ticket a row.

    Columns, in any order: category, received_at (a day, or a time). May be missing:
    complaint_id (the ticket number), unit_id, text, source, changed_at.

    Without a ticket number, the same source, day and text are the same complaint. Without a unit
    it goes to the triage list. Numbers of persons and phones in texts are masked. A row that
    cannot be is refused with the reason, and the rest is imported.
    """
    _import(context.obj, KINDS["complaints"], file, dry_run, all_, skip_bad_rows)


@app.command()
def measures(
    context: typer.Context,
    file: File,
    dry_run: DryRun = False,
    all_: All = False,
    skip_bad_rows: SkipBadRows = True,
) -> None:
    """Import figures of services, one a row: unit, metric, day and statistic.

    Columns, in any order: unit_id, metric (waiting_minutes, services_count, ...), date, value,
    statistic (mean, median, count). May be missing: n (services behind the figure; only counts
    can do without), changed_at.

    A row that cannot be is refused with the reason, and the rest is imported.
    """
    _import(context.obj, KINDS["measures"], file, dry_run, all_, skip_bad_rows)


@app.command()
def programmes(context: typer.Context, file: File, dry_run: DryRun = False) -> None:
    """Import programmes into the catalogue; announced offerings keep the version they have.

    Columns, in any order: programme_id, title, kind (training or degree), learning_hours,
    competencies (One;Other), cost_per_participant. May be missing: provider, prerequisites
    (programme_ids with ; between them), pass_score, min_attendance_share,
    certificate_valid_months, delivery_mode, degree_level, cost_per_offering, travel_cost_per_day.

    One error anywhere, and nothing is imported.
    """
    installation: Installation = context.obj
    clock = SystemClock()
    import_programmes = _importer_of_programmes()
    try:
        with progress_bar() as progress:
            if installation.is_new:
                report = import_programmes(None, file, clock, dry_run=True, progress=progress)
                if not dry_run and not report.errors:
                    installation.create()
            if not installation.is_new:
                database = installation.database(SERVICE)
                report = import_programmes(
                    database, file, clock, dry_run=dry_run, progress=progress
                )
    except UnreadableFile as error:
        raise Mistake(str(error)) from None
    _tell(report, file, "would be saved" if dry_run else "saved")


def _importer_of_programmes() -> Callable[..., Report]:
    """Only when it is needed: the schemas of calls bring the framework, slow and with a warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="\nEventlet is deprecated")
        from services.enrolment.importing.programmes import import_programmes
    return import_programmes


def _import(
    installation: Installation,
    kind: Kind,
    file: Path,
    dry_run: bool,
    publish_all: bool,
    skip_bad_rows: bool = False,
) -> None:
    how = {
        "publish_all": publish_all,
        "skip_bad_rows": skip_bad_rows,
        "zone": installation.settings.time_zone,
    }
    try:
        with progress_bar() as progress:
            report = _run(installation, kind, file, dry_run, how | {"progress": progress})
    except UnreadableFile as error:
        raise Mistake(str(error)) from None
    _tell(report, file, "would be published" if dry_run else "published")


def _tell(report: Report, file: Path, done: str) -> None:
    """What became of the file. Raises Mistake where it has errors."""
    went_on = report.published + report.unchanged
    if report.errors and not went_on:
        _complain_of_rows(report, file)
    refused = f", {report.refused} refused" if report.refused else ""
    typer.echo(
        f"{printable(file.name)}: {report.rows} row{'' if report.rows == 1 else 's'}, "
        f"{report.published} {done}, {report.unchanged} unchanged{refused}"
    )
    if report.errors:
        _complain_of_rows(report, file)


def _run(
    installation: Installation,
    kind: Kind,
    file: Path,
    dry_run: bool,
    how: dict[str, Any],
) -> Report:
    """how: further arguments of `import_file`."""
    clock = SystemClock()
    if installation.is_new:
        checked = import_file(None, kind, file, clock, dry_run=True, **how)
        if dry_run or not checked.published:
            return checked
        installation.create()
    return import_file(installation.database(SERVICE), kind, file, clock, dry_run=dry_run, **how)


def _complain_of_rows(report: Report, file: Path) -> None:
    for error in report.errors:
        typer.echo(printable(str(error)), err=True)
    many = "more than " if report.truncated else ""
    count = len(report.errors)
    became = (
        "the other rows were taken"
        if report.published + report.unchanged
        else "nothing was imported"
    )
    raise Mistake(f"{file.name} has {many}{count} error{'s' if count > 1 else ''}; {became}")
