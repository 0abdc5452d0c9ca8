"""Studies as domain objects, and what their looks found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.evaluation.domain.study import Study
from services.evaluation.storage.tables import StudyLookRow, StudyRow
from shared.errors import Conflict, NotFound
from shared.events.evaluation import EffectMeasured
from shared.ids import new_id
from shared.messaging import publish

_SAME_NAME = (
    "study_id",
    "programme_id",
    "metric",
    "offering_id",
    "year",
    "before_days",
    "after_days",
    "selected_from",
    "selected_to",
    "better",
    "statistic",
    "relevant_change",
    "treated_share",
    "registered_at",
    "by_default",
    "next_at",
    "verdict_at",
    "revision",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One look at a study. revision: None for an interim one; fingerprint: of its data."""

    look_id: str
    study_id: str
    revision: int | None
    looked_on: date
    looked_at: datetime
    fingerprint: str
    finding: dict[str, Any]


class Studies:
    """Those that this repository gave out with a lock can be changed."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, study: Study) -> None:
        """Store a new study. Raises Conflict where another primary one was just stored."""
        row = StudyRow(
            **{name: getattr(study, name) for name in _SAME_NAME},
            comparison_unit_ids=_listed(study.comparison_unit_ids),
            pool=dict(study.pool),
            is_primary=study.primary,
            covered=_listed(study.covered),
            version=0,
        )
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict(
                "another primary study of this programme and year was registered just now; "
                "register this one with primary false"
            ) from error

    def get(self, study_id: str) -> Study:
        """Raises NotFound."""
        return _study(self._row(study_id))

    def lock(self, study_id: str) -> Study:
        """To change it. Raises NotFound."""
        return _study(self._row(study_id, with_for_update=True))

    def of_programme(self, programme_id: str) -> list[Study]:
        """The earliest registered first."""
        return self._all(_EARLIEST_FIRST.where(StudyRow.programme_id == programme_id))

    def find(
        self, *, programme_id: str | None, metric: str | None, after: str | None, limit: int
    ) -> list[Study]:
        """Those that match what is given, by id, beginning after the id `after`."""
        found = select(StudyRow).order_by(StudyRow.study_id).limit(limit)
        for column, wanted in ((StudyRow.programme_id, programme_id), (StudyRow.metric, metric)):
            if wanted is not None:
                found = found.where(column == wanted)
        return self._all(found if after is None else found.where(StudyRow.study_id > after))

    def settle_year(self, study_id: str, year: int, primary: bool) -> None:
        """The first delivery is known: the study belongs to its year."""
        self._change(study_id, year=year, is_primary=primary)

    def look_again_at(self, study_id: str, next_at: datetime | None) -> None:
        """When the timer has to look at it; None: no more."""
        self._change(study_id, next_at=next_at)

    def with_verdict_since(self, since: datetime) -> list[Study]:
        """Those whose verdict was made after an instant."""
        return self._all(_EARLIEST_FIRST.where(StudyRow.verdict_at > since))

    def claim_due(self, now: datetime, until: datetime) -> Study | None:
        """One whose time has come, for this process alone until then; None: none has."""
        row = self._session.scalar(
            select(StudyRow)
            .where(StudyRow.next_at <= now)
            .order_by(StudyRow.next_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.next_at = until
        return _study(row)

    def looks(self, study_id: str) -> list[Look]:
        """Every look at a study, the newest last."""
        rows = self._session.scalars(
            select(StudyLookRow)
            .where(StudyLookRow.study_id == study_id)
            .order_by(StudyLookRow.looked_at, StudyLookRow.look_id)
        )
        return [_look(row) for row in rows]

    def newest_verdict(self, study_id: str) -> Look | None:
        """The revision that holds; None: there is no verdict yet."""
        return self._newest(study_id, StudyLookRow.revision.is_not(None))

    def newest_look(self, study_id: str) -> Look | None:
        """The verdict that holds, else the newest interim look; None: nobody has looked."""
        return self.newest_verdict(study_id) or self._newest(study_id, None)

    def verdicts(self, study_ids: Iterable[str]) -> dict[str, Look]:
        """The verdict that holds of each of these studies that has one."""
        rows = self._session.scalars(
            select(StudyLookRow)
            .where(StudyLookRow.study_id.in_(list(study_ids)), StudyLookRow.revision.is_not(None))
            .order_by(StudyLookRow.revision)
        )
        return {row.study_id: _look(row) for row in rows}

    def keep_interim(
        self, study_id: str, fingerprint: str, finding: dict[str, Any], on: date, at: datetime
    ) -> Look:
        """Store an interim look: it is nobody's verdict, and nobody is told."""
        return self._keep(study_id, None, fingerprint, finding, on, at)

    def keep_verdict(
        self,
        study_id: str,
        told: EffectMeasured,
        covered: Iterable[str],
        fingerprint: str,
        finding: dict[str, Any],
        on: date,
    ) -> Look:
        """Store a revision of the verdict, and tell."""
        row = self._row(study_id)
        look = self._keep(study_id, told.revision, fingerprint, finding, on, told.occurred_at)
        row.revision = told.revision
        row.verdict_at = row.verdict_at or told.occurred_at
        row.covered = list(covered)
        publish(self._session, row, told)
        return look

    def _keep(
        self,
        study_id: str,
        revision: int | None,
        fingerprint: str,
        finding: dict[str, Any],
        on: date,
        at: datetime,
    ) -> Look:
        row = StudyLookRow(
            look_id=new_id(),
            study_id=study_id,
            revision=revision,
            looked_on=on,
            looked_at=at,
            fingerprint=fingerprint,
            finding=finding,
        )
        self._session.add(row)
        return _look(row)

    def _newest(self, study_id: str, only: Any) -> Look | None:
        found = select(StudyLookRow).where(StudyLookRow.study_id == study_id)
        newest_first = (StudyLookRow.looked_at.desc(), StudyLookRow.look_id.desc())
        row = self._session.scalar(
            (found if only is None else found.where(only)).order_by(*newest_first).limit(1)
        )
        return None if row is None else _look(row)

    def _row(self, study_id: str, **options: Any) -> StudyRow:
        row = self._session.get(StudyRow, study_id, **options)
        if row is None:
            raise NotFound("study", study_id)
        return row

    def _change(self, study_id: str, **values: Any) -> None:
        self._session.execute(
            update(StudyRow).where(StudyRow.study_id == study_id).values(**values)
        )

    def _all(self, found: Select[StudyRow]) -> list[Study]:
        return [_study(row) for row in self._session.scalars(found)]


_EARLIEST_FIRST = select(StudyRow).order_by(StudyRow.registered_at, StudyRow.study_id)


def _study(row: StudyRow) -> Study:
    return Study(
        **{name: getattr(row, name) for name in _SAME_NAME},
        comparison_unit_ids=_tuple(row.comparison_unit_ids),
        pool=row.pool,
        primary=row.is_primary,
        covered=_tuple(row.covered),
    )


def _look(row: StudyLookRow) -> Look:
    return Look(
        look_id=row.look_id,
        study_id=row.study_id,
        revision=row.revision,
        looked_on=row.looked_on,
        looked_at=row.looked_at,
        fingerprint=row.fingerprint,
        finding=row.finding,
    )


def _listed(values: Iterable[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _tuple(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
