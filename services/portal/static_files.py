"""The style sheet and its like; their address changes with their content, so browsers keep them."""

import hashlib
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def _version() -> str:
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file())
    return hashlib.sha256(content).hexdigest()[:12]


STYLE_VERSION = _version()
