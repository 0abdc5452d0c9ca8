"""Which pages are opened by whom, in the office that `big_office.py` writes."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bench.big_office import STAFF, Size
from bench.servers import SERVICES
from bench.visits import Stop
from services.portal.routes import ROUTES, Audience, Page
from shared.links import MUTE, OPEN, Links

OPERATOR = "E0000030"
_AS_IN_CODES = str.maketrans("01", "AB")
"""Codes of certificates have neither: they would be taken for letters."""
VISITS = 50
ELSEWHERE = (
    "/sign-in/provider",
    "/sign-in/return",
    "/study/{study_id}",
    "/campaigns/{campaign_id}",
)
"""Left out: a sign-in at a provider, of which there is none here, and what the office has not."""

LEADERS_ONLY = ("/tasks/requests/{enrolment_id}", "/tasks/sheets/{offering_id}", "/coverage")
ONES_OWN = ("/forms/{evaluation_id}", "/tasks/sheets/{offering_id}")
"""Not for officers: only whoever was asked opens them."""


def stops_in(size: Size, links: Links, made: Mapping[str, str]) -> list[Stop]:
    """Every page for every role that may open it. made: ids of what only calls can make."""
    places = _Places(size, links, made)
    return [
        Stop(role, page.path, tuple(places.of(page.path, role, visit) for visit in range(VISITS)))
        for page in ROUTES
        if page.show is not None and page.path not in ELSEWHERE
        for role in _roles(page)
    ]


def _roles(page: Page) -> tuple[str, ...]:
    if page.audience is Audience.SIGNED_IN:
        employee = () if page.path in LEADERS_ONLY else ("employee",)
        officer = () if page.path in ONES_OWN else ("officer",)
        return (*employee, "supervisor", *officer) if page.path not in ONES_OWN[:1] else employee
    return (page.audience.value,)


class _Places:
    """Addresses with records that their visitor may see."""

    def __init__(self, size: Size, links: Links, made: Mapping[str, str]):
        self._facts = size.facts
        self._employees = size.employees
        self._links = links
        self._made = made
        units = self._facts["units"]
        self._led = [units // 2 + number % (units - units // 2) for number in range(VISITS)]

    def of(self, path: str, role: str, visit: int) -> tuple[str | None, str]:
        """(who, address)"""
        person = self._person(role, visit)
        who = None if role == "anyone" else f"E{person:07}"
        if "{token}" in path:
            return who, path.format(token=self._token(path, visit))
        return who, path.format(**self._records(path, person, visit)) + self._question(path, visit)

    def _person(self, role: str, visit: int) -> int:
        leader = self._led[visit] * STAFF
        return {
            "supervisor": leader,
            "officer": 1 + visit % 19,
            "operator": int(OPERATOR[1:]),
        }.get(role, leader + 5 + visit % 10)

    def _records(self, path: str, person: int, visit: int) -> dict[str, str]:
        newest = self._facts["completed"] - self._employees
        enrolment = person
        if path.startswith("/tasks/requests"):
            enrolment = self._facts["completed"] + self._employees + person // STAFF * 2
        return {
            "language": "id",
            "code": f"LTRC-0000-{visit * 11:04}".translate(_AS_IN_CODES),
            "offering_id": f"O{self._offering(path, person, visit):07}",
            "enrolment_id": f"N{enrolment:08}",
            "evaluation_id": f"V{newest + person:08}0",
            "programme_id": f"P{visit % self._facts['programmes']:04}",
            "parked_id": f"W{visit + 1:08}",
            "service": SERVICES[visit % 3],
            **self._made,
        }

    def _offering(self, path: str, person: int, visit: int) -> int:
        past = self._facts["past"]
        if path.startswith("/tasks/sheets"):
            return past - self._facts["units"] + person // STAFF
        if path.endswith("/class"):
            return past - 1 - visit
        return past + visit % self._facts["coming"]

    def _question(self, path: str, visit: int) -> str:
        """What a page is really asked, where it shows little without."""
        unit = f"U{self._led[visit]:05}"
        return {
            "/offerings/{offering_id}/nominate": f"?unit={unit}",
            "/needs": f"?ranking={self._made.get('ranking', '')}",
            "/needs/complaints": self._made.get("need", ""),
            "/operator": ("", "?service=enrolment&state=parked")[visit % 2],
        }.get(path, "")

    def _token(self, path: str, visit: int) -> str:
        who, now = f"E{self._led[visit] * STAFF + 5:07}", datetime.now(UTC)
        if path.startswith("/links"):
            return self._links.sign(OPEN, "/tasks", who, now)
        if path.startswith("/calendar"):
            first = datetime(now.year, 1, 1, tzinfo=UTC)
            return self._links.sign("calendar", "/calendar", who, first)
        return self._links.sign(MUTE, "training.completed", who, now)
