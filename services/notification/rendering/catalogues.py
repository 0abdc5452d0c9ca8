"""The texts in each language, read straight from the .po files.

The templates are written in English. The English catalogue may stay empty: what is written
there replaces the template's words. Every other catalogue must be complete.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"
SOURCE_LANGUAGE = "en"

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class IncompleteCatalogue(Exception):
    """A text has no translation, or one that lost or invented a placeholder."""


class Catalogue:
    """The translations of one language."""

    def __init__(self, language: str, directory: Path = LOCALES):
        self.language = language
        with open(directory / language / "LC_MESSAGES" / "messages.po", "rb") as file:
            entries = read_po(file, locale=language)
        self._texts = {
            str(entry.id): str(entry.string)
            for entry in entries
            if entry.id and entry.string and not entry.fuzzy
        }

    def gettext(self, text: str) -> str:
        """The text in this language. Raises IncompleteCatalogue."""
        if text in self._texts:
            return self._texts[text]
        if self.language != SOURCE_LANGUAGE:
            raise IncompleteCatalogue(f"{self.language}: no translation of {text!r}")
        return text

    def check(self, texts: Iterable[str]) -> None:
        """Raise IncompleteCatalogue unless all of these can be said in this language."""
        for text in texts:
            if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(self.gettext(text))):
                raise IncompleteCatalogue(f"{self.language}: other placeholders in {text!r}")
