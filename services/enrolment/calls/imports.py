"""Calls about files of an officer: first checked, then imported as they were checked."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.importing_files import (
    FORMS,
    columns_of_files,
    file_imports,
    only_an_officer_imports,
)
from shared.file_imports.importing import FileImports
from shared.file_imports.requests import ApplyImport, ListImportKinds, check_import_of
from shared.service import Service, every, procedure, query
from shared.working_calendar import WorkingCalendar


class ImportCalls(Service):
    """Calls about files of an officer: first checked, then imported as they were checked."""

    calendar: WorkingCalendar

    @query(ListImportKinds)
    def list_import_kinds(self, request: Any, session: Session) -> dict[str, Any]:
        """The kinds of files with their columns; all of them at once."""
        return {"items": columns_of_files(), "next": None}

    @procedure(check_import_of(tuple(FORMS)), remembered=False)
    def check_import(self, request: Any) -> dict[str, Any]:
        """What an import of this file would do; it is kept for an hour to be imported.

        Raises Forbidden (checked_by is no officer), ValidationError (content: no such table).
        """
        only_an_officer_imports(self.database, request.checked_by)
        return self._imports().check(
            request.kind, request.file_name, request.content, request.checked_by
        )

    @procedure(ApplyImport)
    def apply_import(self, request: Any) -> dict[str, Any]:
        """Import a file as it was checked. One wrong row stops it, but for complaints and measures.

        Raises Forbidden (another person checked it), NotFound (its hour is over), Conflict
        (nothing of it can be imported).
        """
        only_an_officer_imports(self.database, request.imported_by)
        return self._imports().apply(request.file_id, request.imported_by)

    @every(seconds=300)
    def forget_checked_files(self) -> None:
        """Delete the files whose hour is over: they hold facts about people."""
        self._imports().forget_old()

    def _imports(self) -> FileImports:
        return file_imports(self.database, self.clock, self.calendar.zone)
