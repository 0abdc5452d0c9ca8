"""The rows of the enrolment service. Ids are opaque texts; money is integer rupiah."""

from services.enrolment.storage.tables.absences import AbsenceRow, DelegationRow
from services.enrolment.storage.tables.base import Base
from services.enrolment.storage.tables.catalogue import ProgrammeRow
from services.enrolment.storage.tables.imports import CheckedFileRow, ImportedRow
from services.enrolment.storage.tables.offerings import (
    EnrolmentRow,
    OfferedTestRow,
    OfferingRow,
    RuleNumberRow,
)
from services.enrolment.storage.tables.records import CertificateRow, HoursEntryRow
from services.enrolment.storage.tables.roster import EmployeeRow, UnitRow

__all__ = [
    "AbsenceRow",
    "Base",
    "CertificateRow",
    "CheckedFileRow",
    "DelegationRow",
    "EmployeeRow",
    "EnrolmentRow",
    "HoursEntryRow",
    "ImportedRow",
    "OfferedTestRow",
    "OfferingRow",
    "ProgrammeRow",
    "RuleNumberRow",
    "UnitRow",
]
