"""The rows of the evaluation service. Ids are opaque texts; instants are stored in UTC."""

from services.evaluation.storage.tables.asking import InstrumentRow, PolicyRow
from services.evaluation.storage.tables.base import Base
from services.evaluation.storage.tables.complaints import ComplaintRow, ServiceMeasureRow
from services.evaluation.storage.tables.evaluations import AnswersRow, EvaluationRow, ScheduleRow
from services.evaluation.storage.tables.needs import (
    CompetencyGapRow,
    NeedMinimumRow,
    NeedRankingRow,
    NeedRow,
    NeedRuleRow,
)
from services.evaluation.storage.tables.roster import EmployeeAheadRow, EmployeeRow, UnitRow

__all__ = [
    "AnswersRow",
    "Base",
    "CompetencyGapRow",
    "ComplaintRow",
    "EmployeeAheadRow",
    "EmployeeRow",
    "EvaluationRow",
    "InstrumentRow",
    "NeedMinimumRow",
    "NeedRankingRow",
    "NeedRow",
    "NeedRuleRow",
    "PolicyRow",
    "ScheduleRow",
    "ServiceMeasureRow",
    "UnitRow",
]
