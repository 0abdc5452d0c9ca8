"""The front door: completes a class in one transaction."""

from datetime import datetime

from psycopg2.extras import RealDictCursor

from bench.baselines import rules
from bench.baselines.raw import database

LOCK = """
    select enrolment_id::text, offering_id::text, employee_id, version, unit_id, supervisor_id,
           programme_id::text, kind, title, competencies, learning_hours
    from enrolment join employee using (employee_id)
    join offering using (offering_id) join programme using (programme_id)
    where offering_id = %s and status = 'enrolled' and employee_id = any(%s)
    for update of enrolment
"""
COMPLETE = """
    update enrolment set status = 'completed', version = version + 1, completed_at = %s,
           score = result.score
    from unnest(%s::uuid[], %s::float[]) result (enrolment_id, score)
    where enrolment.enrolment_id = result.enrolment_id
"""


def complete_offering(connection, offering_id: str, completed_at: str, results: list) -> dict:
    """Complete those who passed; their rows and their events commit together."""
    scores = {row["employee_id"]: row["score"] for row in results if row["passed"]}
    with connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(LOCK, (offering_id, list(scores)))
        enrolled = cursor.fetchall()
        completed = [
            rules.training_completed(row, completed_at, scores[row["employee_id"]])
            for row in enrolled
        ]
        _store(cursor, completed, datetime.fromisoformat(completed_at))
        database.send(
            cursor,
            [
                ("training.completed", row["enrolment_id"], row["version"] + 1, data)
                for row, data in zip(enrolled, completed, strict=True)
            ],
        )
    return {"completed": len(completed), "not_completed": len(results) - len(completed)}


def _store(cursor, completed: list[dict], completed_at: datetime) -> None:
    """The completed enrolments, their certificates and their learning hours."""
    ids = [row["enrolment_id"] for row in completed]
    cursor.execute(COMPLETE, (completed_at, ids, [row["score"] for row in completed]))
    database.insert(
        cursor,
        "certificate",
        ("certificate_id", "enrolment_id", "code", "expires_at"),
        [
            (certificate["certificate_id"], enrolment_id, certificate["code"], None)
            for enrolment_id, certificate in zip(
                ids, (row["certificate"] for row in completed), strict=True
            )
        ],
    )
    database.insert(
        cursor,
        "learning_hours",
        ("entry_id", "employee_id", "enrolment_id", "year", "hours"),
        [
            (
                rules.new_id(),
                row["employee_id"],
                row["enrolment_id"],
                completed_at.year,
                row["learning_hours"],
            )
            for row in completed
        ],
    )
