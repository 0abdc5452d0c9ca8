"""Everything that a look at a study rests on, read in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import study as rules
from services.evaluation.domain.study import Days, Study, Treated
from services.evaluation.domain.treatment import Offering, Staff
from services.evaluation.storage.offerings import Offerings
from services.evaluation.storage.selection_records import selection_behind
from services.evaluation.storage.studies import Look, Studies
from services.evaluation.storage.units import kinds_of_units
from shared.errors import Conflict
from shared.working_calendar import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a look rests on.

    covered       ids of the deliveries
    treated       by unit
    comparison    units
    frozen        whether the comparison units were known at registration
    selected      first and last day of the data by which units were selected; None: not recorded
    before_days   length of the window before, as the verdict has it; None: no verdict yet
    begins_on     day of the first start
    closes_on     the first day after the last window
    registered    in time, and with a selection record
    verdict       the revision that holds; None: there is none yet
    """

    study: Study
    covered: tuple[str, ...]
    treated: Mapping[str, Treated]
    comparison: tuple[str, ...]
    frozen: bool
    selected: Days | None
    before_days: int | None
    begins_on: date
    closes_on: date
    registered: bool
    verdict: Look | None

    def is_interim(self, looked_on: date) -> bool:
        """Whether it is too early for a verdict."""
        return self.verdict is None and looked_on < rules.verdict_on(self.closes_on)

    @property
    def dose(self) -> float | None:
        """Share of the treated units' eligible staff who completed; None: nobody is treated."""
        eligible = sum(one.staff.eligible for one in self.treated.values())
        completed = sum(one.staff.completed for one in self.treated.values())
        return completed / eligible if eligible else None


class StudyCases:
    """Reads cases; what a verdict rested on stays what its revisions rest on."""

    def __init__(self, session: Session, calendar: WorkingCalendar):
        self._session = session
        self._zone = calendar.zone

    def get(self, study_id: str) -> Case:
        """Raises NotFound, Conflict where no delivery is known."""
        study = Studies(self._session).get(study_id)
        verdict = Studies(self._session).newest_verdict(study_id)
        if verdict is not None:
            return _as_it_was(study, verdict)
        offerings = Offerings(self._session).of_programme(study.programme_id)
        covered = [one for one in offerings if study.covers(one, self._zone)]
        if not covered:
            raise Conflict(
                "the study has no window yet: no offering of its programme is scheduled"
                f"{f' for {study.year}' if study.year else ''}; schedule one, then look again"
            )
        return self._as_things_stand(study, offerings, covered)

    def _as_things_stand(
        self, study: Study, offerings: list[Offering], covered: list[Offering]
    ) -> Case:
        begins_at = min(one.starts_at for one in covered)
        closes_on = rules.closes_on(covered, study.after_days, self._zone)
        staff = self._staff(study, offerings, _day(begins_at, self._zone), closes_on)
        treated = rules.treated_units(covered, staff, study.treated_share, self._zone)
        around = [one for one in offerings if one.offering_id in staff]
        treated_around = rules.treated_units(around, staff, study.treated_share, self._zone)
        comparison, frozen = self._comparison(study, treated, treated_around)
        starts = [one.starts_on for one in treated.values()]
        begins_on = min(starts, default=_day(begins_at, self._zone))
        selected = study.selected or self._selection_behind(treated, covered, begins_on)
        return Case(
            study=study,
            covered=tuple(one.offering_id for one in covered),
            treated=treated,
            comparison=comparison,
            frozen=frozen,
            selected=selected,
            before_days=None,
            begins_on=begins_on,
            closes_on=closes_on,
            registered=frozen and selected is not None and study.is_in_time(begins_at),
            verdict=None,
        )

    def _selection_behind(
        self, treated: Mapping[str, Treated], covered: list[Offering], begins_on: date
    ) -> Days | None:
        """Where nobody recorded it: the period of the ranking that the training answers."""
        taught = {competency for one in covered for competency in one.competencies}
        return selection_behind(self._session, list(treated), taught, begins_on)

    def _staff(
        self, study: Study, offerings: list[Offering], begins_on: date, closes_on: date
    ) -> dict[str, dict[str, Staff]]:
        """Of the deliveries that began in either window."""
        first = begins_on - timedelta(days=study.before_days)
        repository = Offerings(self._session)
        return {
            one.offering_id: repository.staff(one)
            for one in offerings
            if first <= _day(one.starts_at, self._zone) < closes_on
        }

    def _comparison(
        self, study: Study, treated: Mapping[str, Treated], around: Mapping[str, Treated]
    ) -> tuple[tuple[str, ...], bool]:
        """Frozen at registration; where nothing was known then, as HR describes it now."""
        found = rules.comparison_units(study, treated, around)
        if found or study.comparison_unit_ids is not None or not treated:
            return tuple(found), True
        known_now = replace(study, pool=kinds_of_units(self._session, study.metric))
        found = rules.comparison_units(known_now, treated, around)
        return tuple(found), not found


def _as_it_was(study: Study, verdict: Look) -> Case:
    """With the units and the windows of the verdict."""
    kept: dict[str, Any] = verdict.finding["basis"]
    return Case(
        study=study,
        covered=tuple(kept["offerings"]),
        treated={
            unit_id: Treated(
                starts_on=date.fromisoformat(one["starts_on"]),
                staff=Staff(
                    eligible=one["eligible"], seated=one["seated"], completed=one["completed"]
                ),
            )
            for unit_id, one in kept["treated"].items()
        },
        comparison=tuple(kept["comparison"]),
        frozen=kept["frozen"],
        selected=_period(kept["selected"]),
        before_days=kept["before_days"],
        begins_on=date.fromisoformat(kept["begins_on"]),
        closes_on=date.fromisoformat(kept["closes_on"]),
        registered=kept["registered"],
        verdict=verdict,
    )


def basis_of(case: Case, before_days: int) -> dict[str, Any]:
    """What a verdict rests on, as it is kept beside it."""
    return {
        "treated": {
            unit_id: {
                "starts_on": one.starts_on.isoformat(),
                "eligible": one.staff.eligible,
                "seated": one.staff.seated,
                "completed": one.staff.completed,
            }
            for unit_id, one in sorted(case.treated.items())
        },
        "comparison": list(case.comparison),
        "offerings": list(case.covered),
        "frozen": case.frozen,
        "selected": case.selected and [day.isoformat() for day in case.selected],
        "before_days": before_days,
        "begins_on": case.begins_on.isoformat(),
        "closes_on": case.closes_on.isoformat(),
        "registered": case.registered,
    }


def _period(days: list[str] | None) -> Days | None:
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def _day(instant: datetime, zone: Any) -> date:
    return instant.astimezone(zone).date()
