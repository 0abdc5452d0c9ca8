"""Files from the personnel office, read into the events that HR itself would send."""

from services.enrolment.importing.importer import Progress, Report, import_file
from services.enrolment.importing.kinds import KINDS, Kind
from services.enrolment.importing.table import RowError, UnreadableFile

__all__ = ["KINDS", "Kind", "Progress", "Report", "RowError", "UnreadableFile", "import_file"]
