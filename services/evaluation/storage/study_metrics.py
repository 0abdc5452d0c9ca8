"""By which metrics programmes are judged, and with which numbers studies are registered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.evaluation.domain.study_rules import RuleName, StudyRule, number_in_force
from services.evaluation.storage.tables import StudyMetricRow, StudyRuleRow
from shared.errors import NotFound
from shared.ids import new_id


@dataclass(frozen=True, kw_only=True)
class StudyMetric:
    """A default study of a programme, or of every programme that teaches a competency.

    better, statistic   None: by the name of the metric, by what there is
    """

    study_metric_id: str
    programme_id: str | None
    competency: str | None
    metric: str
    before_days: int
    after_days: int
    primary: bool
    better: str | None
    statistic: str | None


class StudyMetrics:
    """The mapping from programmes and competencies to metrics."""

    def __init__(self, session: Session):
        self._session = session

    def save(self, wanted: StudyMetric, at: datetime) -> None:
        """Add a mapping, or replace the one with its id."""
        values = dict(vars(wanted))
        primary = values.pop("primary")
        self._session.merge(StudyMetricRow(**values, is_primary=primary, saved_at=at))

    def must_exist(self, study_metric_id: str) -> None:
        """Raises NotFound."""
        if self._session.get(StudyMetricRow, study_metric_id) is None:
            raise NotFound("study metric", study_metric_id)

    def of(self, programme_id: str, competencies: Collection[str]) -> list[StudyMetric]:
        """One for each metric: the programme's own go before those of its competencies.

        Competencies are the same in whatever case they are written.
        """
        taught = sorted({one.strip().lower() for one in competencies})
        rows = self._session.scalars(
            select(StudyMetricRow)
            .where(
                or_(
                    StudyMetricRow.programme_id == programme_id,
                    func.lower(StudyMetricRow.competency).in_(taught),
                )
            )
            .order_by(StudyMetricRow.programme_id.is_(None), StudyMetricRow.saved_at)
        )
        found: dict[str, StudyMetric] = {}
        for row in rows:
            found.setdefault(row.metric, _study_metric(row))
        return list(found.values())

    def find(self, after: str | None, limit: int) -> list[StudyMetric]:
        """All, by id, beginning after the id `after`."""
        found = select(StudyMetricRow).order_by(StudyMetricRow.study_metric_id).limit(limit)
        if after is not None:
            found = found.where(StudyMetricRow.study_metric_id > after)
        return [_study_metric(row) for row in self._session.scalars(found)]


class StudyRules:
    """What was decided, and what holds on a day; a later decision about the same day wins."""

    def __init__(self, session: Session):
        self._session = session

    def in_force(self, name: RuleName, day: date) -> float:
        """The number of a rule on a day of the office."""
        return number_in_force(name, day, self.decided())

    def decided(self) -> list[StudyRule]:
        """Every decision, one for each rule and day."""
        rows = self._session.scalars(
            select(StudyRuleRow).order_by(StudyRuleRow.from_day, StudyRuleRow.study_rule_id)
        )
        newest = {
            (row.name, row.from_day): StudyRule(
                name=row.name, from_day=row.from_day, value=row.value
            )
            for row in rows
        }
        return list(newest.values())

    def decide(self, rule: StudyRule, decided_by: str | None, at: datetime) -> None:
        """From a day on, studies are registered with another number."""
        self._session.add(
            StudyRuleRow(
                study_rule_id=new_id(),
                name=rule.name,
                from_day=rule.from_day,
                value=rule.value,
                decided_by=decided_by,
                decided_at=at,
            )
        )


def _study_metric(row: StudyMetricRow) -> StudyMetric:
    return StudyMetric(
        study_metric_id=row.study_metric_id,
        programme_id=row.programme_id,
        competency=row.competency,
        metric=row.metric,
        before_days=row.before_days,
        after_days=row.after_days,
        primary=row.is_primary,
        better=row.better,
        statistic=row.statistic,
    )
