"""One visit of a page: who asks, in which language, and how to answer."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.portal.calling import Away, Refused
from services.portal.house import House
from services.portal.roster import Person
from services.portal.sessions import Ticket
from services.portal.words import Words

NOTICE = "notice"
_NOTICE_SECONDS = 60
_LONG_SECONDS = 90.0
"""Longer than a service takes for the largest file that it accepts."""


class NotAllowed(Exception):
    """This page is not for this person."""


class NoSuchPage(Exception):
    """There is nothing here."""


@dataclass(frozen=True)
class Part:
    """A piece of a page that one service answers for.

    away    the service that did not answer; then there is no value
    """

    value: Any = None
    away: str | None = None

    @property
    def items(self) -> list[dict[str, Any]]:
        """Of a list; none where the service is away."""
        found: list[dict[str, Any]] = self.value["items"] if self.value else []
        return found


class Visit:
    """person, ticket   of whoever signed in; None: nobody"""

    def __init__(
        self,
        request: Request,
        house: House,
        words: Words,
        ticket: Ticket | None = None,
        person: Person | None = None,
    ):
        self.request = request
        self.house = house
        self.words = words
        self.ticket = ticket
        self._person = person
        self.form: FormData = FormData()

    @property
    def person(self) -> Person:
        """Whoever signed in; only where the page asks for that."""
        if self._person is None:
            raise NotAllowed
        return self._person

    @property
    def visitor(self) -> Person | None:
        return self._person

    @property
    def is_operator(self) -> bool:
        """Whether the visitor looks after the installation; known without asking any service.

        On a trial where nobody is named, officers do: somebody is to see the page.
        """
        if self._person is None:
            return False
        operators = self.house.settings.operators
        if self.house.is_trial and not operators:
            return self._person.officer
        return self._person.employee_id in operators

    @property
    def today(self) -> date:
        return self.words.forms.today(datetime.now(UTC))

    def place(self, name: str) -> str:
        """A piece of the address."""
        return str(self.request.path_params[name])

    def field(self, name: str) -> str:
        """What was typed, without blanks around it."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def asked(self, name: str) -> str:
        """A value behind the question mark of the address."""
        return self.request.query_params.get(name, "").strip()

    async def call(self, service: str, method: str, **arguments: Any) -> Any:
        """Raises Refused, Away."""
        return await self.house.call(service, method, **arguments)

    async def command(self, service: str, method: str, **arguments: Any) -> Any:
        """The same for what changes something: a form that is sent twice acts once."""
        request_id = self.field("request_id") or str(uuid4())
        return await self.call(service, method, request_id=request_id, **arguments)

    async def long_command(self, service: str, method: str, **arguments: Any) -> Any:
        """The same for what takes its time, such as a file of many rows."""
        given = {"request_id": self.field("request_id") or str(uuid4())} | arguments
        return await self.house.caller.call(service, method, given, seconds=_LONG_SECONDS)

    async def upload(self, name: str) -> tuple[str, bytes]:
        """The name and the content of a file that was chosen; empty where none was."""
        file = self.form.get(name)
        if not isinstance(file, UploadFile) or not file.filename:
            return "", b""
        return file.filename, await file.read()

    async def part(self, asking: Awaitable[Any]) -> Part:
        """What a service says, or that it is away."""
        try:
            return Part(await asking)
        except Away as away:
            return Part(away=away.service)

    async def parts(self, *asking: Awaitable[Any]) -> list[Part]:
        """All of them at once."""
        return list(await asyncio.gather(*(self.part(one) for one in asking)))

    async def names(self, employee_ids: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """Who these are, by id."""
        return await self.house.roster.find(employee_ids)

    async def unit_names(self) -> dict[str, str]:
        """Of all units, by id; none where enrolment is away and was never asked."""
        return (await self.part(self.house.units.names())).value or {}

    def page(self, template: str, status: int = 200, **facts: Any) -> Response:
        """HTML; `refused` in the facts is a rule that said no."""
        given = {"refused": None, "errors": {}, "typed": {}, "title": None} | facts
        html = self.words.page(template, visit=self, **given)
        return HTMLResponse(html, status)

    def onward(self, path: str) -> str:
        """A page to go to next; this one where a link in a message opened no other."""
        return path if self.ticket is None or self.ticket.opens(path) else self.request.url.path

    def go(self, path: str, notice: str | None = None, **values: Any) -> Response:
        """Look at another page now, which begins with a notice."""
        response = RedirectResponse(path, 303)
        if notice:
            said = self.house.signatures.seal(NOTICE, self.words.say(notice, **values))
            response.set_cookie(
                NOTICE,
                said,
                max_age=_NOTICE_SECONDS,
                httponly=True,
                samesite="lax",
                secure=self.house.is_encrypted,
            )
        return response

    # for templates

    @property
    def notice(self) -> str | None:
        """What the page before had to say."""
        said: str | None = self.house.signatures.read(
            NOTICE, self.request.cookies.get(NOTICE), _NOTICE_SECONDS
        )
        return said

    @property
    def csrf(self) -> str:
        """For the hidden field of every form."""
        return self.house.signatures.field(self.ticket.secret if self.ticket else "")

    @property
    def request_id(self) -> str:
        """For the hidden field of every form that changes something.

        A new one where a rule said no, because that is not remembered; where a service was away,
        the same fields are sent again with the same one.
        """
        return str(uuid4())

    def is_under(self, path: str) -> bool:
        """Whether this page belongs to a page of the menu; the longest path counts."""
        here = self.request.url.path
        if path == "/learning" and here.startswith("/learning/inbox"):
            return False
        return here == path or here.startswith(f"{path}/")

    @property
    def here(self) -> str:
        """This page, for the way back."""
        url = self.request.url
        return url.path + (f"?{url.query}" if url.query else "")


def local_path(path: str, otherwise: str = "/") -> str:
    """A path of ours, whatever somebody put into an address."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if ours and parts.path.isprintable() else otherwise


def refusal_of(refused: Refused) -> dict[str, Any]:
    """As facts of a page: the rule that said no, and what is wrong with which field."""
    return {"refused": refused.reason if not refused.fields else "", "errors": refused.fields}
