"""The rows of the evaluation service. Ids are opaque texts; instants are stored in UTC."""

from services.evaluation.storage.tables.asking import InstrumentVersionRow, PolicyVersionRow
from services.evaluation.storage.tables.base import Base
from services.evaluation.storage.tables.complaints import ComplaintRow, ServiceMeasureRow
from services.evaluation.storage.tables.evaluations import (
    AnswersRow,
    DraftRow,
    EvaluationRow,
    ScheduleRow,
)
from services.evaluation.storage.tables.imports import CheckedFileRow
from services.evaluation.storage.tables.needs import (
    CompetencyGapRow,
    NeedMinimumRow,
    NeedRankingRow,
    NeedRow,
    NeedRuleRow,
)
from services.evaluation.storage.tables.offerings import OfferingRow, SeatRow
from services.evaluation.storage.tables.results import (
    AnonymousAnswersRow,
    LearningRow,
    QuarterRow,
    ResultBlockRow,
    ResultNumberRow,
    ResultScopeRow,
    ReviewRow,
)
from services.evaluation.storage.tables.roster import EmployeeAheadRow, EmployeeRow, UnitRow
from services.evaluation.storage.tables.skm import SkmSheetRow, SkmTotalRow
from services.evaluation.storage.tables.studies import (
    StudyLookRow,
    StudyMetricRow,
    StudyRow,
    StudyRuleRow,
)

__all__ = [
    "AnonymousAnswersRow",
    "AnswersRow",
    "Base",
    "CheckedFileRow",
    "CompetencyGapRow",
    "ComplaintRow",
    "DraftRow",
    "EmployeeAheadRow",
    "EmployeeRow",
    "EvaluationRow",
    "InstrumentVersionRow",
    "LearningRow",
    "NeedMinimumRow",
    "NeedRankingRow",
    "NeedRow",
    "NeedRuleRow",
    "OfferingRow",
    "PolicyVersionRow",
    "QuarterRow",
    "ResultBlockRow",
    "ResultNumberRow",
    "ResultScopeRow",
    "ReviewRow",
    "ScheduleRow",
    "SeatRow",
    "ServiceMeasureRow",
    "SkmSheetRow",
    "SkmTotalRow",
    "StudyLookRow",
    "StudyMetricRow",
    "StudyRow",
    "StudyRuleRow",
    "UnitRow",
]
