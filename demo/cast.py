"""Who plays in the story: chosen from any roster by what people are, never by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.events.hr import EmployeeChanged

_MOST_LEARNERS = 12
_FEWEST_LEARNERS = 4
OFFICER = "officer"


class Unplayable(Exception):
    """The roster has too few people for the story; the text says what is missing."""


@dataclass(frozen=True)
class Cast:
    """learners     the class; the first one's way is told in full
    supervisor   of the first learner, as HR names them
    stranger     a colleague who may not decide for the first learner
    nominator    a training officer, or the supervisor where the roster has none
    gone         someone no longer in service; None where the roster has nobody
    """

    learners: Sequence[EmployeeChanged]
    supervisor: EmployeeChanged
    stranger: EmployeeChanged
    nominator: EmployeeChanged
    gone: EmployeeChanged | None

    @property
    def hero(self) -> EmployeeChanged:
        return self.learners[0]

    @property
    def undone(self) -> EmployeeChanged:
        """Whose completion turns out to be an error."""
        return self.learners[-2]

    @property
    def failing(self) -> EmployeeChanged:
        return self.learners[-1]

    @property
    def readers(self) -> list[str]:
        """Everyone of the story who may get messages, besides supervisors of the class."""
        people = [*self.learners, self.supervisor, self.nominator]
        people_above = [one.supervisor_id for one in self.learners if one.supervisor_id]
        return sorted({one.employee_id for one in people} | set(people_above))


def choose(employees: Iterable[EmployeeChanged]) -> Cast:
    """Raises Unplayable."""
    everybody = {one.employee_id: one for one in employees}
    active = [one for one in everybody.values() if one.active]
    supervisor, team = _largest_team(active)
    officers = [one for one in active if OFFICER in one.roles]
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
    gone = next((one for one in everybody.values() if not one.active), None)
    return Cast(learners, supervisor, learners[1], nominator, gone)


def _largest_team(
    active: Sequence[EmployeeChanged],
) -> tuple[EmployeeChanged, list[EmployeeChanged]]:
    """The supervisor with the most people who serve the public, else the most people."""
    known = {one.employee_id: one for one in active}
    teams: dict[str, list[EmployeeChanged]] = defaultdict(list)
    for one in active:
        if one.supervisor_id in known and one.supervisor_id != one.employee_id:
            teams[str(one.supervisor_id)].append(one)
    if not teams:
        raise Unplayable("nobody in the roster supervises anybody (supervisor_id)")
    best = max(teams, key=lambda key: (sum(map(_serves_the_public, teams[key])), len(teams[key])))
    return known[best], sorted(teams[best], key=_serves_the_public, reverse=True)


def _class(
    team: Sequence[EmployeeChanged], active: Sequence[EmployeeChanged], without: set[str | None]
) -> list[EmployeeChanged]:
    """The team first, one reader of English if there is one, then people of other teams."""
    others = [one for one in active if one.employee_id not in without and one not in team]
    english = [one for one in others if one.language == "en"][:1]
    by_service = sorted(others, key=_serves_the_public, reverse=True)
    own = list(team[: _MOST_LEARNERS // 2])
    rest = [one for one in [*team[len(own) :], *by_service] if one not in english]
    return [*own[:1], *english, *own[1:], *rest][:_MOST_LEARNERS]


def _serves_the_public(one: EmployeeChanged) -> bool:
    return any(word in one.position.lower() for word in ("pelayanan", "loket", "layanan"))
