"""What is kept of files until they are imported."""

from services.evaluation.storage.tables.base import Base
from shared.file_imports.checked import CheckedFileColumns


class CheckedFileRow(CheckedFileColumns, Base):
    """A file that was checked, and may be imported within the hour."""
