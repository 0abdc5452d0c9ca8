"""Messages in words: a subject, a text and an HTML page.

Every template is one file; it is rendered twice, between the parts of a text mail and between
those of an HTML mail. All are tried when the service starts: a missing variable or translation
is an error then, not a blank at night.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError

from services.notification.domain.links import form_of, page_of, path_to
from services.notification.domain.message import LANGUAGES, TEST, Message, legible
from services.notification.domain.occasions import KINDS, VERSIONS
from services.notification.domain.room import ROOM_TEMPLATES
from services.notification.rendering.calendars import Calendars
from services.notification.rendering.catalogues import Catalogue
from services.notification.rendering.compiled import Compiled
from services.notification.rendering.inlining import inlined
from services.notification.rendering.local_forms import LocalForms
from services.notification.rendering.reasons import TEXTS, reasons_in
from services.notification.rendering.samples import SAMPLES
from shared.errors import NotFound, ValidationError
from shared.settings import Settings

Sign = Callable[[str], str]

_TEMPLATES = Path(__file__).parent.parent / "templates"
_UNFIT = (TemplateError, TypeError, ValueError, KeyError, AttributeError, ArithmeticError)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A message as somebody reads it."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Announcing:
    """What a room reads."""

    subject: str
    text: str


class Renderer:
    """Knows all templates, in all languages."""

    def __init__(self, settings: Settings):
        """Raises IncompleteCatalogue, jinja2.TemplateError: a defect of the templates."""
        self._portal_url = settings.portal_url
        self.calendars = Calendars(settings.time_zone, parseaddr(settings.mail_from)[1])
        self._forms = {
            (language, form): _environment(language, form, settings, compiled)
            for form, compiled in (("txt", Compiled()), ("html", Compiled()))
            for language in LANGUAGES
        }
        self._check()

    def render(
        self,
        message: Message,
        language: str,
        names: Mapping[str, str],
        sign: Sign | None = None,
        unsubscribe: str | None = None,
    ) -> Words:
        """A stored message; names of those it mentions, by id.

        sign          path -> token: where nobody but the reader sees the words, their links
                      open pages
        unsubscribe   address at which the reader can do without messages like this

        Raises jinja2.TemplateError, or what its filters raise, for data that do not fit.
        """
        known = {
            "name": names.get(message.employee_id, ""),
            "learner": names.get(message.learner_id) or message.learner_id,
            "own": message.learner_id == message.employee_id,
        }
        data = known | message.data | {"unsubscribe": unsubscribe}
        words = self._fill(message.template, message.template_version, language, data, sign)
        return replace(words, subject=f"[test] {words.subject}") if message.about == TEST else words

    def announce(
        self, template: str, version: int, language: str, data: Mapping[str, Any]
    ) -> Announcing:
        """What is said in the office's chat room: without greeting, signature or page.

        Raises jinja2.TemplateError, or what its filters raise, for data that do not fit.
        """
        known = {"name": "", "learner": "", "own": True}
        told = self._told(template, language, _legible(known | dict(data)), None)
        file = self._forms[language, "txt"].get_template(f"{template}.{version}.j2")
        text = file.render(told, layout="layout.room.j2")
        return Announcing(subject=_subject(file, told), text=_paragraphs(text))

    def preview(self, template: str, language: str, data: Mapping[str, Any]) -> Words:
        """A template with its sample data, where the caller gives no others.

        Raises NotFound (template), ValidationError (unknown or unfit data).
        """
        if template not in SAMPLES:
            raise NotFound("template", template)
        sample = SAMPLES[template]
        unknown = {
            f"data.{key}": ["this template has no such field"] for key in data.keys() - sample
        }
        if unknown:
            raise ValidationError("the data do not fit the template", unknown)
        try:
            return self._fill(template, VERSIONS[template], language, {**sample, **data})
        except _UNFIT as error:
            reasons = {"data": [str(error)]}
            raise ValidationError("the data do not fit the template", reasons) from error

    def _fill(
        self,
        template: str,
        version: int,
        language: str,
        data: Mapping[str, Any],
        sign: Sign | None = None,
    ) -> Words:
        told = self._told(template, language, _legible(dict(data)), sign)
        file = f"{template}.{version}.j2"
        plain = self._forms[language, "txt"].get_template(file)
        subject = told["subject"] = _subject(plain, told)
        page = self._forms[language, "html"].get_template(file)
        return Words(
            subject=subject,
            text=_paragraphs(plain.render(told, layout="layout.txt.j2")),
            html=inlined(page.render(told, layout="layout.html.j2")),
        )

    def _told(
        self, template: str, language: str, data: dict[str, Any], sign: Sign | None
    ) -> dict[str, Any]:
        """What a template knows: the data of the message, and what its layout asks for."""
        page = page_of(template, own=data["own"])
        address = page and self._address(path_to(page, data), sign if page.opens else None)
        return (
            {"unsubscribe": None}
            | data
            | {
                "kind": KINDS[template].value,
                "language": language,
                "button": page and address and page.label,
                "address": address,
                "form": lambda evaluation_id: self._address(form_of(evaluation_id), sign),
            }
        )

    def unsubscribe(self, token: str) -> str | None:
        """Where this token can be used; None: there is no portal."""
        return (self._portal_url and f"{self._portal_url}/unsubscribe/{token}") or None

    def _address(self, path: str, sign: Sign | None) -> str | None:
        """Of a page of the portal; None: there is no portal."""
        if not self._portal_url:
            return None
        return f"{self._portal_url}/links/{sign(path)}" if sign else self._portal_url + path

    def _check(self) -> None:
        texts = [*_texts_of(self._forms[LANGUAGES[0], "txt"]), *TEXTS]
        for language in LANGUAGES:
            Catalogue(language).check(texts)
            for template, sample in SAMPLES.items():
                self._fill(template, VERSIONS[template], language, sample)
            for template in ROOM_TEMPLATES:
                self.announce(template, VERSIONS[template], language, SAMPLES[template])


def _subject(file: Template, told: Mapping[str, Any]) -> str:
    context = file.new_context({**told, "layout": "layout.txt.j2"})
    return " ".join("".join(file.blocks["subject"](context)).split())


def _environment(language: str, form: str, settings: Settings, compiled: Compiled) -> Environment:
    """Jinja for one language and one form: `part` is what a mail of this form is made of."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        auto_reload=False,
        bytecode_cache=compiled,
        optimized=False,  # it would fill in what a filter says of a constant in the first language
        undefined=StrictUndefined,
        autoescape=form == "html",
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = Catalogue(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext, lambda one, many, n: catalogue.gettext(one), newstyle=True
    )
    local = LocalForms(language, settings.time_zone)
    environment.filters |= {
        "day": local.day,
        "moment": local.moment,
        "number": local.number,
        "in_words": reasons_in(catalogue.gettext),
    }
    environment.globals["part"] = environment.get_template(f"parts.{form}.j2").module
    return environment


def _texts_of(environment: Environment) -> list[str]:
    """Every text that the templates translate."""
    texts = []
    for name in environment.list_templates():
        source = (_TEMPLATES / name).read_text("utf-8")
        found = environment.extract_translations(source)  # type: ignore[attr-defined]
        texts += [text for _, _, text in found if isinstance(text, str)]
    return texts


def _legible(value: Any) -> Any:
    """No text from outside may break a line or turn its surroundings around."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, dict):
        return {key: _legible(item) for key, item in value.items()}
    return [_legible(item) for item in value] if isinstance(value, list) else value


def _paragraphs(text: str) -> str:
    """Paragraphs are one blank line apart."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for number, line in enumerate(lines) if line or lines[number - 1]]
    return "\n".join(kept) + "\n"
