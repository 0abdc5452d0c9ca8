"""Who is asked about a subordinate."""

from collections.abc import Iterable, Set


def leader_of(
    employee_id: str, supervisor_id: str | None, heads: Iterable[str | None], left: Set[str]
) -> str | None:
    """The supervisor whom HR names, else the head of the unit, else the next head above.

    heads   of the employee's unit and of the units above it, upwards; None: a unit without
    left    who is no longer in service
    Nobody leads themselves. None: nobody is known who could be asked.
    """
    for one in (supervisor_id, *heads):
        if one is not None and one != employee_id and one not in left:
            return one
    return None
