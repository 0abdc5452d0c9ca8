"""Files from the personnel office, read into the events that HR itself would send."""

from services.enrolment.importing.importer import Progress, Report, import_file
from services.enrolment.importing.kinds import LEAVE, ROSTER, UNITS, Kind
from services.enrolment.importing.public_service import COMPLAINTS, MEASURES
from services.enrolment.importing.table import RowError, UnreadableFile

KINDS = {kind.name: kind for kind in (ROSTER, UNITS, LEAVE, COMPLAINTS, MEASURES)}

__all__ = ["KINDS", "Kind", "Progress", "Report", "RowError", "UnreadableFile", "import_file"]
