"""Calls about what people answered, as far as it may be shown."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import result_numbers
from services.evaluation.domain.result_numbers import BUILT_IN, ResultNumber
from services.evaluation.domain.telling import Group
from services.evaluation.measuring_learning import Learners
from services.evaluation.schemas import results as schemas
from services.evaluation.showing_results import Showing, kinds_of
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.results import programme_of
from shared.errors import NotFound, ValidationError
from shared.service import Service, command, procedure, query
from shared.working_calendar import WorkingCalendar


class ResultCalls(Service):
    """Calls about what people answered, as far as it may be shown."""

    calendar: WorkingCalendar

    @command(schemas.GetResults)
    def get_results(self, request: Any, session: Session) -> dict[str, Any]:
        """What was answered at a level in a programme or an offering, of nobody in particular.

        Only of windows that have closed and from `minimum` answers on; again only after as many
        more. A command, because what was shown once is remembered: two looks must not differ by
        one person. Raises NotFound (offering), ValidationError.
        """
        if (request.programme_id is None) == (request.offering_id is None):
            reason = {"programme_id": ["give either programme_id or offering_id"]}
            raise ValidationError("the arguments are not valid", reason)
        programme_id = request.programme_id or programme_of(session, request.offering_id)
        if programme_id is None:
            raise NotFound("offering with completions", request.offering_id)
        now = self.clock.now()
        views = []
        for kind in kinds_of(request.level):
            showing = Showing(
                session,
                programme_id,
                request.level,
                kind,
                at=now,
                day=self.calendar.day_of(now),
            )
            views.append(schemas.shown_view(kind, showing, request.offering_id))
        return {"programme_id": programme_id, "level": request.level, "results": views}

    @procedure(schemas.GetLearning)
    def get_learning(self, request: Any) -> dict[str, Any]:
        """What the people of a programme or an offering learned, from tests before and after.

        Of ten people or more; never called an effect, because nothing is compared.
        """
        now = self.clock.now()
        learners = Learners(
            self.database, request.programme_id, now=now, day=self.calendar.day_of(now)
        )
        group = Group(programme_id=request.programme_id, offering_id=request.offering_id)
        return schemas.learning_view(group, *learners.learned(group))

    @command(schemas.SaveResultNumber)
    def save_result_number(self, request: Any, session: Session) -> dict[str, Any]:
        """From a day on, results are shown by another number. Raises ValidationError."""
        now = self.clock.now()
        number = ResultNumber(
            name=request.name,
            from_day=request.from_day or self.calendar.day_of(now),
            value=request.value,
        )
        result_numbers.check(number)
        ResultNumbers(session).decide(number, request.decided_by, now)
        return schemas.number_view(number)

    @query(schemas.ListResultNumbers)
    def list_result_numbers(self, request: Any, session: Session) -> dict[str, Any]:
        """The built-in numbers, and what the office decided instead; all of them at once."""
        decided = ResultNumbers(session).decided()
        return {"items": [schemas.number_view(one) for one in (*BUILT_IN, *decided)], "next": None}
