"""From a template and facts to a PDF."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from shared.heavy_work import aside

_HERE = Path(__file__).parent
_FOR_ARCHIVES: Final = "a-2b"


def typeset(template: str, facts: dict[str, Any], dated: datetime) -> bytes:
    """A PDF/A of a template; the same facts and date give the same bytes.

    template   name of a file here, without its ending
    facts      plain types; texts stay texts, whatever markup they hold
    dated      what the file says of its making
    """
    return aside(_compile, _source(template), json.dumps(facts), int(dated.timestamp()))


def _compile(source: bytes, facts: str, timestamp: int) -> bytes:
    pdf: bytes = typst.compile(
        source,
        format="pdf",
        sys_inputs={"facts": facts},
        ignore_system_fonts=True,  # the same page on every machine
        pdf_standards=_FOR_ARCHIVES,
        timestamp=timestamp,
    )
    return pdf


@cache
def _source(template: str) -> bytes:
    return (_HERE / f"{template}.typ").read_bytes()
