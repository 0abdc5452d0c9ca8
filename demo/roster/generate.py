"""Puts posts, names, careers and supervisors together into the rows of the two files."""

import random
from collections import Counter
from dataclasses import dataclass

from demo.roster.careers import FIRST_SERIAL, career, nip_prefix
from demo.roster.names import mail_name, plain_name, with_titles
from demo.roster.posts import MIN_RETIRED, Post, Rank, fill_posts
from demo.roster.staffing import STAFFING
from demo.roster.supervisors import Posts, leaders, supervisors
from demo.roster.units import UNITS, Unit

MAIL_DOMAIN = "alak.example"  # reserved (RFC 2606)
PHONE_PREFIX = "+62000"  # no Indonesian number has a zero after the country code
ENGLISH_SPEAKERS = 0.01  # share
RETIRED = 0.01  # share, but at least MIN_RETIRED persons

EMPLOYEE_COLUMNS = (
    "employee_id",
    "nip",
    "name",
    "unit_id",
    "position",
    "supervisor_id",
    "email",
    "phone",
    "language",
    "employment",
    "roles",
    "active",
    "appointed_on",
    "grade",
)

Row = dict[str, str]


@dataclass(frozen=True)
class Roster:
    """Rows by column name, every value as it stands in the file."""

    units: list[Row]
    employees: list[Row]


def generate(seed: int = 1, employees: int = 600) -> Roster:
    """A roster of that many people. Raises ValueError if the units need more."""
    rng = random.Random(seed)
    posts = {f"E{n:04}": post for n, post in enumerate(fill_posts(employees, rng), start=1)}
    heads = leaders(posts, Rank.HEAD)
    return Roster(
        units=[_unit_row(unit, heads[unit.unit_id]) for unit in UNITS],
        employees=_employee_rows(posts, rng),
    )


def _unit_row(unit: Unit, head_id: str) -> Row:
    staffing = STAFFING[unit.kind]
    by_position = staffing.min_by_position.items()
    return {
        "unit_id": unit.unit_id,
        "name": unit.name,
        "kind": unit.kind,
        "parent_id": unit.parent_id,
        "head_id": head_id,
        "min_on_duty": str(staffing.min_on_duty),
        "min_on_duty_by_position": ";".join(f"{title}={count}" for title, count in by_position),
    }


def _employee_rows(posts: Posts, rng: random.Random) -> list[Row]:
    supervisor_of = supervisors(posts, rng)
    retired = _retired(posts, rng)
    english = set(rng.sample(list(posts), max(1, round(len(posts) * ENGLISH_SPEAKERS))))
    taken: Counter[str] = Counter()
    rows = []
    for n, (employee_id, post) in enumerate(posts.items(), start=1):
        row = {
            "employee_id": employee_id,
            **_person(post, employee_id in retired, taken, rng),
            "supervisor_id": supervisor_of[employee_id],
            "phone": f"{PHONE_PREFIX}{n:07}",
            "language": "en" if employee_id in english else "id",
            "active": "false" if employee_id in retired else "true",
        }
        rows.append({column: row[column] for column in EMPLOYEE_COLUMNS})
    return rows


def _retired(posts: Posts, rng: random.Random) -> set[str]:
    """Nobody that a unit cannot do without: the permanent posts stay filled."""
    replaceable = [e for e, post in posts.items() if post.rank is Rank.GROWTH]
    return set(rng.sample(replaceable, max(MIN_RETIRED, round(len(posts) * RETIRED))))


def _person(post: Post, retired: bool, taken: Counter[str], rng: random.Random) -> Row:
    """Who holds the post; `taken` counts the mail names and NIP prefixes given so far."""
    life = career(post.position, retired, rng)
    name = plain_name(life.woman, rng)
    mail, prefix = mail_name(name), nip_prefix(life)
    taken.update((mail, prefix))
    namesake = "" if taken[mail] == 1 else str(taken[mail])
    return {
        "nip": f"{prefix}{FIRST_SERIAL + taken[prefix] - 1}",
        "name": with_titles(name, post.position, rng),
        "unit_id": post.unit.unit_id,
        "position": post.position.title,
        "email": f"{mail}{namesake}@{MAIL_DOMAIN}",
        "employment": life.employment,
        "roles": post.position.role,
        "appointed_on": life.appointed_on.isoformat(),
        "grade": life.grade,
    }
