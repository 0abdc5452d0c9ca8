"""Styles beside their elements: many mail clients read them nowhere else.

What no element can carry (the rules for narrow and for dark screens) stays in the head, for the
clients that read it there.
"""

from css_inline import CSSInliner

_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def inlined(page: str) -> str:
    """The same page, to the eye."""
    return _INLINER.inline(page)
