"""One enrolment: its learner looks and declines, its approver decides."""

from typing import Any

from starlette.responses import Response

from services.portal.calling import Refused
from services.portal.pages.tasks import decision_about
from services.portal.visit import NotAllowed, Visit, local_path, refusal_of
from services.portal.words.marking import marked

REASONS = ("experienced", "workload", "family", "topic", "other")
_DECIDED = {
    "enrolled": marked("Approved: the seat is given."),
    "waitlisted": marked("Approved: all seats are taken, so it is on the waiting list."),
}
_REJECTED = marked("The request was rejected.")
_UNDER_WAY = ("requested", "waitlisted", "enrolled")


async def an_enrolment_for(visit: Visit, *, only_its_learner: bool = False) -> dict[str, Any]:
    """The enrolment of this address. Raises NotAllowed, Refused, Away."""
    found: dict[str, Any] = await visit.call(
        "enrolment", "get_enrolment", enrolment_id=visit.place("enrolment_id")
    )
    me = visit.person
    concerned = [found["employee_id"]]
    if not only_its_learner:
        concerned += [found["approver_id"], found["decided_by"], found["requested_by"]]
    if not me.officer and me.employee_id not in concerned:
        raise NotAllowed
    return found


async def show(visit: Visit) -> Response:
    """Where it stands, and what this person can do about it."""
    return await _page(visit, await an_enrolment_for(visit))


async def act(visit: Visit) -> Response:
    """Approve, reject, decline or give up."""
    enrolment = await an_enrolment_for(visit)
    action = visit.field("action")
    try:
        if action in ("approve", "reject"):
            return await _decide(visit, enrolment, action)
        if action == "decline" and _is_mine(visit, enrolment):
            return await _decline(visit, enrolment)
        if action == "cancel" and (_is_mine(visit, enrolment) or visit.person.officer):
            return await _cancel(visit, enrolment)
    except Refused as refused:
        if refused.kind == "NotFound":
            raise
        return await _page(visit, enrolment, 409, **refusal_of(refused))
    raise NotAllowed


async def _decide(visit: Visit, enrolment: dict[str, Any], decision: str) -> Response:
    override = visit.field("override_reason") if visit.person.officer else ""
    decided = await visit.command(
        "enrolment",
        "decide_enrolment",
        enrolment_id=enrolment["enrolment_id"],
        decision=decision,
        decided_by=visit.person.employee_id,
        **_given(reason=visit.field("reason"), override_reason=override),
    )
    notice = _DECIDED.get(decided["status"], _REJECTED)
    return visit.go(_back(visit), notice)


async def _decline(visit: Visit, enrolment: dict[str, Any]) -> Response:
    declined = await visit.command(
        "enrolment",
        "decline_nomination",
        enrolment_id=enrolment["enrolment_id"],
        reason=visit.field("reason"),
        **_given(text=visit.field("text")),
    )
    if declined.get("test_out"):
        return visit.go(
            visit.onward("/learning"), "You have declined. You can take the test instead."
        )
    return visit.go(visit.onward("/learning"), "You have declined; thank you for the reason.")


async def _cancel(visit: Visit, enrolment: dict[str, Any]) -> Response:
    await visit.command(
        "enrolment",
        "cancel_enrolment",
        enrolment_id=enrolment["enrolment_id"],
        cancelled_by=visit.person.employee_id,
        reason=visit.field("reason"),
    )
    return visit.go(_back(visit), "The seat was given up.")


async def _page(
    visit: Visit, enrolment: dict[str, Any], status: int = 200, **facts: Any
) -> Response:
    mine = _is_mine(visit, enrolment)
    waits = enrolment["status"] == "requested"
    may_decide = waits and not mine and _decides(visit, enrolment)
    nominated = enrolment["requested_by"] not in (None, enrolment["employee_id"])
    people = [enrolment[one] for one in ("employee_id", "approver_id", "decided_by")]
    return visit.page(
        "enrolment.html",
        status,
        card=await decision_about(visit, enrolment),
        enrolment=enrolment,
        names=await visit.names(people),
        may_decide=may_decide,
        may_decline=mine and nominated and enrolment["status"] in _UNDER_WAY,
        may_cancel=((mine and not nominated) or visit.person.officer)
        and enrolment["status"] in _UNDER_WAY,
        reasons=REASONS,
        next_path=local_path(visit.field("next"), ""),
        **facts,
    )


def _decides(visit: Visit, enrolment: dict[str, Any]) -> bool:
    return visit.person.officer or visit.person.employee_id == enrolment["approver_id"]


def _is_mine(visit: Visit, enrolment: dict[str, Any]) -> bool:
    return bool(enrolment["employee_id"] == visit.person.employee_id)


def _back(visit: Visit) -> str:
    return visit.onward(local_path(visit.field("next"), visit.request.url.path))


def _given(**texts: str) -> dict[str, str]:
    """Those that were typed."""
    return {name: text for name, text in texts.items() if text}
