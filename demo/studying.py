"""Chapters of two studies: fixed before anybody looks, measured when the months have passed.

Whether the trainings help is drawn from SEED by `town.py`; the services do not know.
"""

import csv
import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from demo import fresh, town
from demo.money import budget_for
from demo.needs import COMPETENCY
from demo.office import Item, Stuck
from demo.personnel import import_file_of
from demo.stage import Stage
from shared.events.evaluation import EffectMeasured
from shared.office_calendar import office_calendar

BEFORE_DAYS = AFTER_DAYS = 70
SELECTED_DAYS = 91
_MARGIN_DAYS = 14
_SHARE = 0.3
_SPARE = 1
_OPENS, _CLOSES = time(8), time(12)


@dataclass(frozen=True)
class Trial:
    """truth   what the town knows; trained: units; learners: enrolment by employee
    late    of the learners, who misses the class and makes up for it later
    """

    truth: town.Truth
    trained: tuple[str, ...]
    offering: Item
    study_id: str
    learners: dict[str, str]
    late: str

    @property
    def in_time(self) -> list[str]:
        """The learners who complete with their class."""
        return [one for one in self.learners if one != self.late]


def begin_studies(stage: Stage) -> None:
    """Two classes for the neediest units; the question is fixed before they begin."""
    if not stage.needy:
        return
    stage.screen.chapter("Did it help? The question is fixed before the training begins")
    half = len(stage.needy) // 2
    sides = (tuple(stage.needy[0::2][:half]), tuple(stage.needy[1::2][:half]))
    for truth, trained in zip(town.truths(stage.seed), sides, strict=True):
        stage.trials.append(_begin(stage, truth, trained))
    stage.settle()
    days = stage.day(stage.trials[0].offering["starts_at"])
    stage.screen.remark(f"both classes meet on {days}; their units' clocks start there")


def _begin(stage: Stage, truth: town.Truth, trained: tuple[str, ...]) -> Trial:
    call = stage.office.call
    programme = call(
        "enrolment",
        "save_programme",
        title=truth.title,
        kind="training",
        learning_hours=4,
        competencies=[COMPETENCY],
        cost_per_participant=100_000,
    )
    offering = _schedule(stage, programme["programme_id"])
    study = call(
        "evaluation",
        "register_study",
        programme_id=programme["programme_id"],
        metric=truth.metric,
        before_days=BEFORE_DAYS,
        after_days=AFTER_DAYS,
        primary=True,
    )
    learners = _nominate(stage, offering, trained)
    stage.screen.done(
        f"“{truth.title}” for {len(learners)} people of {len(trained)} units; registered: does "
        f"{truth.metric} fall, {BEFORE_DAYS} days before against {AFTER_DAYS} after, compared "
        f"with units of the same kind?"
    )
    late = _in_the_least_common_position(stage, learners)
    return Trial(truth, trained, offering, study["study_id"], learners, late)


def _in_the_least_common_position(stage: Stage, learners: dict[str, str]) -> str:
    positions = Counter(stage.roster[one].position for one in learners)
    return min(learners, key=lambda one: (positions[stage.roster[one].position], one))


def _schedule(stage: Stage, programme_id: str) -> Item:
    """A morning on the working day before the main class begins."""
    calendar = office_calendar(stage.settings.time_zone, stage.settings.holiday_overrides)
    day = stage.local(stage.offering["starts_at"]).date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    meeting = {
        name: datetime.combine(day, at, stage.settings.time_zone).isoformat()
        for name, at in (("starts_at", _OPENS), ("ends_at", _CLOSES))
    }
    scheduled: Item = stage.office.call(
        "enrolment",
        "schedule_offering",
        programme_id=programme_id,
        meetings=[meeting],
        capacity=60,
        min_participants=1,
        budget_id=budget_for(stage, meeting),
    )
    return scheduled


def _nominate(stage: Stage, offering: Item, trained: tuple[str, ...]) -> dict[str, str]:
    """A little more than the registered share of each unit's people."""
    chosen = []
    for unit_id in trained:
        staff = [one for one in stage.roster.values() if one.active and one.unit_id == unit_id]
        staff.sort(key=lambda one: one.employee_id)
        chosen += staff[: math.ceil(_SHARE * len(staff)) + _SPARE]
    answers = stage.office.call(
        "enrolment",
        "nominate",
        offering_id=offering["offering_id"],
        employee_ids=[one.employee_id for one in chosen],
        nominated_by=stage.people.nominator.employee_id,
    )
    return {one["employee_id"]: one["enrolment_id"] for one in answers if one["enrolment_id"]}


def record_the_studied(stage: Stage) -> None:
    """All but one who had a seat completed; it is recorded with the main class."""
    for trial in stage.trials:
        stage.office.call(
            "enrolment",
            "complete_offering",
            offering_id=trial.offering["offering_id"],
            completed_at=trial.offering["ends_at"],
            results=[{"employee_id": one, "passed": True} for one in trial.in_time],
        )
    stage.settle()
    stage.timeline.news()
    if stage.trials:
        learners = sum(len(one.in_time) for one in stage.trials)
        stage.screen.remark(f"the two studied classes are recorded too: {learners} completed")


def bring_figures(stage: Stage) -> None:
    """The queue machines' figures of all twelve units; the answer is still an interim one."""
    if not stage.trials:
        return
    stage.screen.chapter("The figures of the queue machines arrive")
    import_file_of(stage, "measures", _figures(stage))
    stage.settle()
    for trial in stage.trials:
        looked = stage.office.call("evaluation", "measure_effect", study_id=trial.study_id)
        codes = ", ".join(one["code"] for one in looked["warnings"]) or "none"
        stage.screen.done(
            f"{trial.truth.metric}: {looked['verdict']} so far, with the warnings: {codes}"
        )


def _figures(stage: Stage) -> Path:
    path = stage.settings.data_dir / fresh.FILES / "measures.csv"
    today = stage.local(stage.office.clock.now()).date()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["unit_id", "metric", "date", "value", "statistic", "n"])
        for trial in stage.trials:
            begins = stage.local(trial.offering["starts_at"]).date()
            span = _span(begins, today)
            made = town.figures(trial.truth, stage.needy, trial.trained, begins, span, stage.seed)
            for one in made:
                day = one.day.isoformat()
                rows.writerow([one.unit_id, trial.truth.metric, day, one.value, "mean", one.n])
    return path


def _span(begins: date, today: date) -> tuple[date, date]:
    """From before the selection window to the end of the window after, as far as it is past."""
    first = begins - timedelta(days=2 * BEFORE_DAYS + SELECTED_DAYS + _MARGIN_DAYS)
    return first, min(today, begins + timedelta(days=AFTER_DAYS - 1))


def hear_the_verdicts(stage: Stage) -> None:
    """The confirmatory answers, beside the truth that only the town knew."""
    if not stage.trials:
        return
    stage.screen.chapter("Did it help? The verdicts, beside the truth")
    told = {one.study_id: one for one in stage.timeline.events(EffectMeasured)}
    rows = []
    for trial in stage.trials:
        if trial.study_id not in told:
            raise Stuck(f"the study of {trial.truth.metric} has no verdict")
        found = told[trial.study_id]
        answer = stage.office.call("evaluation", "measure_effect", study_id=trial.study_id)
        rows.append([found.metric, _truth(trial.truth), *_found(found)])
        stage.screen.remark(answer["sentences"]["en"])
    columns = ["metric", "truth (from SEED)", "estimate", "95 % interval", "verdict"]
    stage.screen.table(columns, rows)
    _keep_charts(stage)


def _truth(truth: town.Truth) -> str:
    return f"{truth.effect:+.1f} minutes" if truth.effect else "no effect"


def _found(found: EffectMeasured) -> list[Any]:
    if found.estimate is None:
        return ["-", "-", found.verdict]
    interval = "-" if found.ci_low is None else f"{found.ci_low:+.1f} to {found.ci_high:+.1f}"
    return [f"{found.estimate:+.1f}", interval, found.verdict]


def _keep_charts(stage: Stage) -> None:
    folder = stage.settings.data_dir / fresh.FILES
    for trial in stage.trials:
        drawn = stage.office.call(
            "evaluation", "get_effect_chart", study_id=trial.study_id, language="id"
        )
        path = folder / f"{trial.truth.metric}.svg"
        path.write_text(drawn["svg"], encoding="utf-8")
        stage.screen.done(f"the chart is {path}")
