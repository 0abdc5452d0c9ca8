"""The texts in each language, read straight from the .po files.

Pages are written in English; the English catalogue holds nothing. The others must be complete.
"""

from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"
LANGUAGES = ("id", "en")
SOURCE_LANGUAGE = "en"


class Catalogue:
    """The translations of one language."""

    def __init__(self, language: str):
        self.language = language
        with open(LOCALES / language / "LC_MESSAGES" / "messages.po", "rb") as file:
            entries = read_po(file, locale=language)
        self.texts: dict[str, str] = {
            str(entry.id): str(entry.string)
            for entry in entries
            if entry.id and entry.string and not entry.fuzzy
        }

    def gettext(self, text: str) -> str:
        """The text in this language; a test sees to it that there is one."""
        return self.texts.get(text, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Indonesian has one form for any number, so pages say a number after a colon."""
        return self.gettext(one if number == 1 else many)
