"""Every text of the portal's pages, collected from templates and code."""

from pathlib import Path

from babel.messages.extract import extract_from_dir

import services.portal

ROOT = Path(services.portal.__file__).parent
_KEYWORDS = {"_": None, "marked": None, "say": None, "go": (2,)}
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]


def all_texts() -> set[str]:
    """As they are written, in English."""
    options = {"**.html": {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}
    found = extract_from_dir(
        str(ROOT), method_map=_METHODS, options_map=options, keywords=_KEYWORDS
    )
    return {message if isinstance(message, str) else message[0] for _, _, message, *_ in found}
