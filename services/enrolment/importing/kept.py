"""The rows of a file that were right, kept until it is certain that all of them are.

On disk and packed, in a file that nobody else sees and that goes with the process: any number of
rows needs the same memory, and a spreadsheet, which is slow to read, is read once.
"""

import pickle
import zlib
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from services.enrolment.importing.checking import Facts

_LENGTH_BYTES = 8
_FAST = 1


class KeptRows:
    """Written once, batch by batch, and then read in the same batches."""

    def __init__(self) -> None:
        self._file: Any = TemporaryFile()  # noqa: SIM115, closed by our own __exit__

    def __enter__(self) -> "KeptRows":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, batch: Sequence[Facts]) -> None:
        if not batch:
            return
        packed = zlib.compress(pickle.dumps(list(batch)), _FAST)
        self._file.write(len(packed).to_bytes(_LENGTH_BYTES))
        self._file.write(packed)

    def batches(self) -> Iterator[list[Facts]]:
        """From the first one on."""
        self._file.seek(0)
        while length := self._file.read(_LENGTH_BYTES):
            packed = self._file.read(int.from_bytes(length))
            yield pickle.loads(zlib.decompress(packed))
