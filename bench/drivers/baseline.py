"""What the two yardsticks share: tables, set-up by SQL, and what they stored."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import psycopg2
from psycopg2.extras import Json, execute_values, register_uuid

from bench.records import COMMITTED, Queries
from bench.servers import Addresses, execute
from bench.world import PROGRAMME, Person, TrainedClass, learners_of, supervisors

TABLES = Path(__file__).parents[1] / "baselines" / "tables"
PROGRAMME_ID = UUID("019aaaaa-0000-7000-8000-000000000001")

QUERIES = Queries(
    completed=f"select employee_id, {COMMITTED.format(table='enrolment')}"
    " from enrolment where status = 'completed'",
    certificates="select employee_id from certificate join enrolment using (enrolment_id)",
    hours="select employee_id from learning_hours",
    evaluations="select employee_id from evaluation",
    messages=f"select employee_id, about, {COMMITTED.format(table='message')} from message",
    deliveries="select employee_id, about from delivery join message using (notification_id)"
    " where status = 'pending'",
    count_messages="select count(*) from message",
)


def make_tables(addresses: Addresses, *more: str) -> None:
    """Each service's own tables, and in every database those of the files named by more."""
    for service, url in addresses.databases.items():
        for name in (service, *more):
            execute(url, (TABLES / f"{name}.sql").read_text())
    row = (PROGRAMME_ID, *PROGRAMME.values())
    with _transaction(addresses.databases["enrolment"]) as cursor:
        _insert(cursor, "programme", [(*row[:-1], Json(row[-1]))])
        _insert(cursor, "employee", map(_employee, supervisors()))


def enrol(addresses: Addresses, classes: Sequence[TrainedClass]) -> None:
    """Learners, offerings and enrolments, and the learners' addresses."""
    learners = learners_of(classes)
    with _transaction(addresses.databases["enrolment"]) as cursor:
        _insert(cursor, "employee", map(_employee, learners))
        _insert(cursor, "offering", map(_offering, classes))
        columns = "enrolment_id, offering_id, employee_id, status, version"
        _insert(cursor, "enrolment", _enrolments(classes), columns)
    with _transaction(addresses.databases["notification"]) as cursor:
        rows = [(each.employee_id, each.name, each.email, each.language) for each in learners]
        _insert(cursor, "contact", rows)


@contextmanager
def _transaction(url: str) -> Iterator:
    """A cursor whose work commits with the block."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        register_uuid(conn_or_curs=cursor)
        yield cursor


def _insert(cursor, table: str, rows, columns: str = "") -> None:
    columns = f"({columns})" if columns else ""
    execute_values(cursor, f"insert into {table} {columns} values %s", list(rows), page_size=1000)


def _employee(person: Person) -> tuple:
    return person.employee_id, person.name, person.unit_id, person.supervisor_id


def _offering(each: TrainedClass) -> tuple:
    return each.offering_id, PROGRAMME_ID, each.starts_at, each.ends_at, "Aula kecamatan"


def _enrolments(classes: Sequence[TrainedClass]) -> list[tuple]:
    return [
        (_enrolment_id(person), each.offering_id, person.employee_id, "enrolled", 3)
        for each in classes
        for person in each.learners
    ]


def _enrolment_id(person: Person) -> UUID:
    """A version 7 UUID that counts up, as enrolments made one after another have."""
    return UUID(int=PROGRAMME_ID.int + (int(person.employee_id[-6:]) << 80))
