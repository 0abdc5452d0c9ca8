"""Chapter of a counter that must stay open: an approval is refused, and what would work instead."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from demo import fresh
from demo.cast import Person
from demo.classes import save_short_programme, schedule_short_class
from demo.office import Item, Refused, Stuck
from demo.personnel import import_file_of
from demo.stage import Stage
from shared.events.hr import UnitChanged

_FEWEST = 2
_SEATS = 10
_FIRST_DATE, _SECOND_DATE = 7, 12  # working days after the main class


def keep_the_counter_open(stage: Stage) -> None:
    """One may go; a second on the same day would leave too few, and goes on another day."""
    stage.screen.chapter("An approval that would empty a counter")
    position, people = _who_share_a_counter(stage)
    if len(people) < _FEWEST:
        stage.screen.remark(
            "this roster is too small for it: it takes two in one unit who report to "
            f"{stage.people.supervisor.name}"
        )
        return
    _ask_for_a_minimum(stage, people[0].unit_id, position)
    programme = save_short_programme(stage, "Layanan Ramah Disabilitas")
    dates = [
        schedule_short_class(stage, programme["programme_id"], days, _SEATS)
        for days in (_FIRST_DATE, _SECOND_DATE)
    ]
    stage.counter = people[0].unit_id, dates
    days = " and on ".join(stage.day(one["starts_at"]) for one in dates)
    stage.screen.done(f"“{programme['title']}” is given on {days}")
    first, second = people[:_FEWEST]
    _ask_for_both(stage, first, second)


def _who_share_a_counter(stage: Stage) -> tuple[str | None, Sequence[Person]]:
    """A position and those who hold it, under one supervisor; position None: all of the unit."""
    hero, supervisor = stage.people.hero, stage.people.supervisor
    team = [
        one
        for one in stage.roster.values()
        if one.active
        and one.unit_id == hero.unit_id
        and one.supervisor_id == supervisor.employee_id != one.employee_id
    ]
    by_position = defaultdict(list)
    for one in team:
        by_position[one.position].append(one)
    own = by_position[hero.position]
    return (hero.position, own) if len(own) >= _FEWEST else (None, team)


def _ask_for_a_minimum(stage: Stage, unit_id: str, position: str | None) -> None:
    """HR says that all but one must be on duty, in a file like any other of HR."""
    staff = [one for one in stage.roster.values() if one.active and one.unit_id == unit_id]
    counted = [one for one in staff if position in (None, one.position)]
    unit = _unit(stage, unit_id)
    least = len(counted) - 1
    if position is None:
        unit = replace(unit, min_on_duty=least)
    else:
        by_position = unit.min_on_duty_by_position | {position: least}
        unit = replace(unit, min_on_duty_by_position=by_position)
    import_file_of(stage, "units", _as_file(stage, unit))
    stage.screen.done(
        f"{unit.name} is to have at least {least} of {len(counted)} on duty"
        f"{f' as {position}' if position else ''}"
    )


def _unit(stage: Stage, unit_id: str) -> UnitChanged:
    """As HR told it last; one that HR never described is known by its id alone."""
    known = {one.unit_id: one for one in stage.timeline.events(UnitChanged)}
    now = stage.office.clock.now()
    return known.get(unit_id) or UnitChanged(
        occurred_at=now,
        unit_id=unit_id,
        name=unit_id,
        parent_id=None,
        min_on_duty=0,
        changed_at=now,
    )


def _as_file(stage: Stage, unit: UnitChanged) -> Path:
    by_position = ";".join(f"{one}={least}" for one, least in unit.min_on_duty_by_position.items())
    row = {
        "unit_id": unit.unit_id,
        "name": unit.name,
        "kind": unit.kind,
        "parent_id": unit.parent_id,
        "head_id": unit.head_id,
        "min_on_duty": unit.min_on_duty,
        "min_on_duty_by_position": by_position,
    }
    path = stage.settings.data_dir / fresh.FILES / "counter.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(row))
        writer.writeheader()
        writer.writerow(row)
    return path


def _ask_for_both(stage: Stage, first: Person, second: Person) -> None:
    """Raises Stuck where the second may go as well, or the other date is not named."""
    assert stage.counter is not None
    _, (date, other_date) = stage.counter
    try:
        approved = _approve(stage, _request(stage, date, first))
    except Refused as refused:
        stage.screen.refused(f"the seat for {first.name}", refused.lines)
        stage.screen.remark("this unit is too small for anybody to go")
        return
    stage.screen.done(f"{first.name} may go on the first date: {approved['status']}")
    asked = _request(stage, date, second)
    words = stage.office.refusal("enrolment", "decide_enrolment", **_approval(asked))
    stage.screen.refused(f"{stage.name(asked['approver_id'])} approves {second.name} too", words)
    if other_date["offering_id"] not in " ".join(words):
        raise Stuck("the refusal does not name the other date")
    _go_on_the_other_date(stage, asked, other_date)


def _go_on_the_other_date(stage: Stage, asked: Item, other_date: Item) -> None:
    """As the refusal suggests; the first request is taken back. Raises Refused."""
    person = stage.roster[asked["employee_id"]]
    stage.office.call(
        "enrolment",
        "cancel_enrolment",
        enrolment_id=asked["enrolment_id"],
        cancelled_by=person.employee_id,
        reason="Loket harus tetap buka; pindah tanggal",
        code="duty",
    )
    moved = _approve(stage, _request(stage, other_date, person))
    stage.screen.done(
        f"the suggestion is followed: {person.name} asks for {stage.day(other_date['starts_at'])} "
        f"instead: {moved['status']}"
    )


def _request(stage: Stage, offering: Item, person: Person) -> Item:
    asked: Item = stage.office.call(
        "enrolment",
        "request_enrolment",
        offering_id=offering["offering_id"],
        employee_id=person.employee_id,
    )
    return asked


def _approval(asked: Item) -> Item:
    return {
        "enrolment_id": asked["enrolment_id"],
        "decision": "approve",
        "decided_by": asked["approver_id"],
    }


def _approve(stage: Stage, asked: Item) -> Item:
    """Raises Refused."""
    decided: Item = stage.office.call("enrolment", "decide_enrolment", **_approval(asked))
    return decided
