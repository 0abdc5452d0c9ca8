"""The catalogue of programmes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.offering import Programme
from services.enrolment.storage.tables import ProgrammeRow
from shared.errors import NotFound


class Programmes:
    """Programmes as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, programme_id: str) -> Programme:
        """Raises NotFound."""
        row = self._session.get(ProgrammeRow, programme_id)
        if row is None:
            raise NotFound("programme", programme_id)
        return programme_of(row)

    def save(self, programme: Programme) -> None:
        """Add a programme, or change it from now on."""
        self._session.merge(
            ProgrammeRow(
                programme_id=programme.programme_id,
                title=programme.title,
                kind=programme.kind,
                learning_hours=programme.learning_hours,
                competencies=list(programme.competencies),
                cost_per_participant=programme.cost_per_participant,
                provider=programme.provider,
                prerequisites=list(programme.prerequisites),
                pass_score=programme.pass_score,
                min_attendance_share=programme.min_attendance_share,
                certificate_valid_months=programme.certificate_valid_months,
            )
        )

    def page(self, after: str | None, limit: int) -> Sequence[Programme]:
        """Up to limit programmes after an id, the oldest first."""
        statement = select(ProgrammeRow).order_by(ProgrammeRow.programme_id).limit(limit)
        if after:
            statement = statement.where(ProgrammeRow.programme_id > after)
        return [programme_of(row) for row in self._session.scalars(statement)]


def programme_of(row: ProgrammeRow) -> Programme:
    return Programme(
        programme_id=row.programme_id,
        title=row.title,
        kind=row.kind,  # type: ignore[arg-type]
        learning_hours=row.learning_hours,
        competencies=tuple(row.competencies),
        cost_per_participant=row.cost_per_participant,
        provider=row.provider,
        prerequisites=tuple(row.prerequisites),
        pass_score=row.pass_score,
        min_attendance_share=row.min_attendance_share,
        certificate_valid_months=row.certificate_valid_months,
    )
