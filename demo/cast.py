"""Who plays in the story: chosen from any roster by what people are, never by name."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from services.notification.domain.message import is_address
from shared.events.hr import EmployeeChanged, UnitChanged

_MOST_LEARNERS = 12
_FEWEST_LEARNERS = 4
_OFFICER = "officer"

Person = EmployeeChanged


class Unplayable(Exception):
    """The roster has too few people for the story; the text says what is missing."""


@dataclass(frozen=True)
class Cast:
    """learners     the class; the first one's way is told in full
    supervisor   of the first learner, as HR names them
    stranger     who may not decide about the first learner's request
    nominator    a training officer, or the supervisor where the roster has none
    gone         someone no longer in service; None where the roster has nobody
    """

    learners: Sequence[Person]
    supervisor: Person
    stranger: Person
    nominator: Person
    gone: Person | None

    @property
    def hero(self) -> Person:
        return self.learners[0]

    @property
    def second_reader(self) -> Person:
        """Someone whose messages are shown in the other language."""
        return self.learners[1]

    @property
    def undone(self) -> Person:
        """Whose completion turns out to be an error."""
        return self.learners[-2]

    @property
    def failing(self) -> Person:
        return self.learners[-1]

    def with_learners(self, employee_ids: Container[str]) -> "Cast":
        """The class without whom the office's rules kept at work. Raises Unplayable."""
        seated = [one for one in self.learners if one.employee_id in employee_ids]
        if len(seated) < _FEWEST_LEARNERS:
            raise Unplayable(
                f"the story needs a class of {_FEWEST_LEARNERS}, and the minimum on duty of the "
                f"units lets only {len(seated)} go at once"
            )
        return replace(self, learners=seated)


def choose(employees: Iterable[Person], units: Iterable[UnitChanged] = ()) -> Cast:
    """Raises Unplayable."""
    everybody = {one.employee_id: one for one in employees}
    active = [one for one in everybody.values() if one.active]
    supervisor, team = _largest_team(active)
    officers = [one for one in active if _OFFICER in one.roles]
    nominator = officers[0] if officers else supervisor
    may_decide = {supervisor.employee_id, supervisor.supervisor_id}
    may_decide |= {one.employee_id for one in officers}
    team = [one for one in team if one.employee_id not in may_decide]
    learners = _class(team, active, may_decide)
    if not team or len(learners) < _FEWEST_LEARNERS:
        raise Unplayable(
            f"the story needs {_FEWEST_LEARNERS} active people who are not training officers, "
            "one of them with a colleague as supervisor"
        )
    stranger = _stranger(learners, {unit.head_id for unit in units})
    gone = next((one for one in everybody.values() if not one.active), None)
    return Cast(learners, supervisor, stranger, nominator, gone)


def _largest_team(active: Sequence[Person]) -> tuple[Person, list[Person]]:
    """The supervisor with the most people who serve the public, else the most people."""
    known = {one.employee_id: one for one in active}
    teams: dict[str, list[Person]] = defaultdict(list)
    for one in active:
        if one.supervisor_id in known and one.supervisor_id != one.employee_id:
            teams[str(one.supervisor_id)].append(one)
    if not teams:
        raise Unplayable("nobody in the roster supervises anybody (supervisor_id)")
    best = max(teams, key=lambda key: (sum(map(_serves_the_public, teams[key])), len(teams[key])))
    return known[best], sorted(teams[best], key=_suits_the_lead, reverse=True)


def _class(
    team: Sequence[Person], active: Sequence[Person], without: Set[str | None]
) -> list[Person]:
    """The team first, one reader of English if there is one, then people of other teams."""
    if not team:
        return []
    hero, *team = team
    others = [one for one in active if one.employee_id not in without and one != hero]
    english = [one for one in others if one.language == "en"][:1]
    own = [one for one in team if one not in english][: _MOST_LEARNERS // 2]
    rest = [one for one in others if one not in english and one not in own]
    by_service = sorted(rest, key=_serves_the_public, reverse=True)
    return [hero, *english, *own, *by_service][:_MOST_LEARNERS]


def _stranger(learners: Sequence[Person], heads: Set[str | None]) -> Person:
    """A colleague who leads nobody; else the first learner: nobody decides for themselves."""
    leads = heads | {one.supervisor_id for one in learners}
    colleagues = [one for one in learners[1:] if one.employee_id not in leads]
    return colleagues[0] if colleagues else learners[0]


def _serves_the_public(one: Person) -> bool:
    return any(word in one.position.lower() for word in ("pelayanan", "loket", "layanan"))


def _suits_the_lead(one: Person) -> tuple[bool, bool, bool]:
    """Whose messages can be shown: someone with a mail address who reads Indonesian."""
    return is_address(one.email or ""), one.language != "en", _serves_the_public(one)
