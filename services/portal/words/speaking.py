"""Everything that a page needs to speak one language."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.portal.static_files import STYLE_VERSION
from services.portal.units import MOST_OFFERED
from services.portal.words.catalogue import Catalogue
from services.portal.words.local_forms import LocalForms
from services.portal.words.rules import rules_in
from services.portal.words.terms import TERMS

TEMPLATES = Path(__file__).parent.parent / "templates"


def an_environment() -> Environment:
    """How templates are read; without a language."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )


class Words:
    """Pages in one language, in the office's zone."""

    def __init__(self, language: str, zone: ZoneInfo):
        self.language = language
        self.forms = LocalForms(language, zone)
        self._catalogue = Catalogue(language)
        self.rule = rules_in(self._catalogue.gettext, self.forms)
        self._environment = self._an_environment()

    def say(self, text: str, **values: Any) -> str:
        """A text of the catalogue, with values in their places."""
        said = self._catalogue.gettext(text)
        return said % values if values else said

    def term(self, word: Any) -> str:
        """A word of the services (a status, a kind) as people say it."""
        return self._catalogue.gettext(TERMS[word]) if word in TERMS else str(word)

    def page(self, template: str, **facts: Any) -> str:
        """HTML."""
        return self._environment.get_template(template).render(facts)

    def _an_environment(self) -> Environment:
        made = an_environment()
        made.install_gettext_callables(  # type: ignore[attr-defined]
            self._catalogue.gettext, self._catalogue.ngettext, newstyle=True
        )
        forms = self.forms
        made.filters |= {
            "day": forms.day,
            "short_day": forms.short_day,
            "month": forms.month,
            "moment": forms.moment,
            "lasting": forms.lasting,
            "number": forms.number,
            "rupiah": forms.rupiah,
            "term": self.term,
            "rule": self.rule,
        }
        made.globals |= {
            "language": self.language,
            "style_version": STYLE_VERSION,
            "most_offered": MOST_OFFERED,
            "days_of": forms.days_of,
            "hours_of": forms.hours_of,
        }
        return made
