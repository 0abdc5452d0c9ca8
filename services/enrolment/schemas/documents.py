"""How a document travels in an answer."""

import base64
from typing import Any


def pdf_view(pdf: bytes, filename: str) -> dict[str, Any]:
    """content: the PDF in base64."""
    return {
        "filename": filename,
        "content_type": "application/pdf",
        "content": base64.b64encode(pdf).decode(),
    }
