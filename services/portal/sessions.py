"""Who is signed in: a signed cookie, and nothing kept on our side."""

import secrets
from dataclasses import asdict, dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from services.portal.house import House
from services.portal.roster import Person

SECONDS = 10 * 3600
"""A long day at the office."""

_PURPOSE = "sign-in"


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What the cookie of somebody signed in says.

    officer   as it was when they signed in; counts only while enrolment is away
    only      paths that the ticket is good for; None: all of them
    secret    what the forms of this ticket are marked with
    """

    employee_id: str
    name: str
    officer: bool = False
    unit_id: str = ""
    only: tuple[str, ...] | None = None
    secret: str = ""

    def opens(self, path: str) -> bool:
        if self.only is None:
            return True
        return any(path == one or path.startswith(f"{one}/") for one in self.only)

    def as_person(self) -> Person:
        """Where enrolment cannot be asked."""
        return Person(
            employee_id=self.employee_id,
            name=self.name,
            unit_id=self.unit_id,
            officer=self.officer,
        )


def cookie_name(house: House) -> str:
    """Browsers let a __Host- cookie come from nobody but us, by TLS."""
    return "__Host-lontar" if house.is_encrypted else "lontar"


def ticket_for(person: Person, only: tuple[str, ...] | None = None) -> Ticket:
    return Ticket(
        employee_id=person.employee_id,
        name=person.name,
        officer=person.officer,
        unit_id=person.unit_id,
        only=only,
        secret=secrets.token_hex(16),
    )


def sign_in(response: Response, house: House, ticket: Ticket) -> None:
    response.set_cookie(
        cookie_name(house),
        house.signatures.seal(_PURPOSE, asdict(ticket)),
        max_age=SECONDS,
        httponly=True,
        samesite="lax",
        secure=house.is_encrypted,
        path="/",
    )


def sign_out(response: Response, house: House) -> None:
    response.delete_cookie(
        cookie_name(house), path="/", secure=house.is_encrypted, httponly=True, samesite="lax"
    )


def ticket_of(request: Request, house: House) -> Ticket | None:
    """None: not signed in, or too long ago."""
    said = house.signatures.read(_PURPOSE, request.cookies.get(cookie_name(house)), SECONDS)
    if said is None:
        return None
    ticket = Ticket(**said)
    return replace(ticket, only=tuple(ticket.only) if ticket.only is not None else None)
