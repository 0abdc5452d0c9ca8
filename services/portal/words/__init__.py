"""How pages speak: the texts of each language, dates and numbers, and the words of rules."""

from services.portal.words.catalogue import LANGUAGES, Catalogue
from services.portal.words.speaking import Words

__all__ = ["LANGUAGES", "Catalogue", "Words"]
