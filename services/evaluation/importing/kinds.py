"""The kinds of files that only evaluation keeps, by their names in `lontar import`."""

from dataclasses import dataclass

from services.evaluation.importing.gaps import COLUMNS, SUBJECTS, import_gaps
from services.evaluation.importing.keeping import Import
from services.evaluation.importing.skm import SHEET_COLUMNS, TOTAL_COLUMNS, import_skm

Columns = tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """forms: the columns that must be there, and those that may; a file is of one of the forms."""

    read: Import
    forms: tuple[tuple[Columns, Columns], ...]


KINDS = {
    "skm": Kind(import_skm, ((SHEET_COLUMNS, ()), (TOTAL_COLUMNS, ()))),
    "gaps": Kind(import_gaps, ((COLUMNS, tuple(SUBJECTS)),)),
}
