"""The rows of the evaluation service. Ids are opaque texts; instants are stored in UTC."""

from services.evaluation.storage.tables.asking import InstrumentVersionRow, PolicyVersionRow
from services.evaluation.storage.tables.base import Base
from services.evaluation.storage.tables.evaluations import (
    AnswersRow,
    DraftRow,
    EvaluationRow,
    ScheduleRow,
)
from services.evaluation.storage.tables.results import (
    AnonymousAnswersRow,
    ResultBlockRow,
    ResultNumberRow,
    ResultScopeRow,
)
from services.evaluation.storage.tables.roster import EmployeeAheadRow, EmployeeRow, UnitRow

__all__ = [
    "AnonymousAnswersRow",
    "AnswersRow",
    "Base",
    "DraftRow",
    "EmployeeAheadRow",
    "EmployeeRow",
    "EvaluationRow",
    "InstrumentVersionRow",
    "PolicyVersionRow",
    "ResultBlockRow",
    "ResultNumberRow",
    "ResultScopeRow",
    "ScheduleRow",
    "UnitRow",
]
