"""The evaluation service: events in, calls and the timer, rows and events out."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from services.evaluation.storage.tables import AnswersRow, EmployeeRow
from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from shared.events.hr import EmployeeChanged
from shared.ids import new_id
from tests.integration.evaluation.house import (
    MONDAY_NOON,
    House,
    a_reversal_of,
    in_an_envelope,
)
from tests.unit.evaluation.builders import a_completion

DAY = timedelta(days=1)
WORDS = {"id": "Pertanyaan", "en": "Question"}
QUESTION = {"key": "applied", "text": WORDS, "kind": "scale", "max": 4, "required": True}
ITEM = {"level": 1, "respondent": "participant", "opens_after_days": 0, "due_within_days": 5}
LIKED = {"useful": 5, "trainer": 4, "organisation": 4}


def now_completed(house: House, **facts):
    now = house.clock.now()
    return a_completion(completed_at=now, occurred_at=now, **facts)


def a_reaction(house: House) -> str:
    """The id of an open reaction evaluation of E1."""
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id=None)))
    return house.evaluations(respondent_id="E1", status="open")[0]["evaluation_id"]


def fields_of(refused: pytest.ExceptionInfo) -> list[str]:
    return list(json.loads(str(refused.value))["fields"])


# Scheduling


def test_a_completion_has_five_evaluations_and_one_event(house):
    completed = now_completed(house, employee_id="E1", supervisor_id="E2")

    house.deliver(in_an_envelope(completed))

    items = house.evaluations(enrolment_id=completed.enrolment_id)
    assert [(item["level"], item["respondent_id"], item["status"]) for item in items] == [
        (1, "E1", "open"),
        (2, "E1", "open"),
        (3, "E1", "scheduled"),
        (3, "E2", "scheduled"),
        (4, None, "scheduled"),
    ]
    [told] = house.told()
    assert (told.name, told.subject) == ("evaluation.scheduled", completed.enrolment_id)
    assert [item["evaluation_id"] for item in told.data["items"]] == [
        item["evaluation_id"] for item in items
    ]


@pytest.mark.parametrize("supervisor_id", [None, "E1"])
def test_without_a_supervisor_there_are_four(house, supervisor_id):
    house.deliver(
        in_an_envelope(now_completed(house, employee_id="E1", supervisor_id=supervisor_id))
    )

    assert [item["level"] for item in house.evaluations()] == [1, 2, 3, 4]


def test_a_whole_batch_is_scheduled_each_completion_once(house):
    completions = [now_completed(house) for _ in range(50)]

    house.deliver(*[in_an_envelope(completed) for completed in completions])

    assert len(house.evaluations(limit=500)) == 250
    assert {told.subject for told in house.told()} == {one.enrolment_id for one in completions}


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
def test_the_same_completion_twice_without_ids_schedules_once(house, together):
    envelope = in_an_envelope(now_completed(house), sequence=None, message_id=None)

    if together:
        house.deliver(envelope, envelope)
    else:
        house.deliver(envelope)
        house.deliver(envelope)

    assert len(house.evaluations()) == 5
    assert house.names_told() == ["evaluation.scheduled"]


def test_a_completion_that_arrives_in_another_offset_is_kept_in_utc(house):
    completed = a_completion(
        occurred_at=MONDAY_NOON, completed_at=datetime.fromisoformat("2026-11-23T12:00:00+08:00")
    )

    house.deliver(in_an_envelope(completed))

    assert house.evaluations()[0]["opens_at"] == "2026-11-23T04:00:00+00:00"
    assert house.evaluations()[2]["opens_at"] == "2027-02-21T04:00:00+00:00"


# Reversals


def test_a_reversal_cancels_what_was_not_answered(house):
    evaluation_id = a_reaction(house)
    house.service.submit_evaluation(evaluation_id=evaluation_id, respondent_id="E1", answers=LIKED)
    completed = a_completion(enrolment_id=house.evaluations()[0]["enrolment_id"])

    house.deliver(in_an_envelope(a_reversal_of(completed), sequence=2))

    assert house.statuses() == ["submitted", "cancelled", "cancelled", "cancelled"]
    assert house.names_told().count("evaluation.cancelled") == 3


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
def test_a_reversal_that_overtakes_its_completion_leaves_nothing_open(house, together):
    completed = now_completed(house)
    envelopes = [
        in_an_envelope(a_reversal_of(completed), sequence=4),
        in_an_envelope(completed, sequence=3),
    ]

    for batch in [envelopes] if together else [[envelope] for envelope in envelopes]:
        house.deliver(*batch)

    assert house.evaluations() == []
    assert house.told() == []


def test_a_completion_and_its_reversal_in_one_batch_leave_nothing_open(house):
    completed = now_completed(house)

    house.deliver(
        in_an_envelope(completed, sequence=3),
        in_an_envelope(a_reversal_of(completed), sequence=4),
    )

    assert set(house.statuses()) == {"cancelled"}


def test_completing_again_after_a_reversal_schedules_anew(house):
    completed = now_completed(house)

    house.deliver(
        in_an_envelope(completed, sequence=3),
        in_an_envelope(a_reversal_of(completed), sequence=4),
        in_an_envelope(completed, sequence=5),
    )

    assert house.statuses(status="open") == ["open", "open"]
    assert house.statuses().count("cancelled") == 5
    schedulings = [told.sequence for told in house.told() if told.name == "evaluation.scheduled"]
    assert schedulings == [1, 2]


def test_a_reversal_of_something_unknown_is_harmless(house):
    house.deliver(in_an_envelope(a_reversal_of(now_completed(house))))

    assert house.waiting() == []


# The timer


def test_reaction_and_test_are_reminded_of_and_expire(house):
    house.deliver(in_an_envelope(now_completed(house)))

    for _ in range(8):
        house.tick(DAY)

    happened = [(told.data["level"], told.name.split(".")[1]) for told in house.told()[1:]]
    assert happened == [(1, "due_soon"), (1, "overdue"), (2, "due_soon"), (2, "overdue")]
    assert house.statuses(status="overdue") == ["overdue", "overdue"]


def test_behaviour_opens_after_ninety_days_for_both(house):
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id="E2")))

    house.tick(90 * DAY)

    opened = [told.data for told in house.told() if told.name == "evaluation.opened"]
    assert {(data["level"], data["respondent_id"]) for data in opened} == {(3, "E1"), (3, "E2")}
    assert {data["employee_id"] for data in opened} == {"E1"}


def test_a_timer_that_was_away_for_a_year_reminds_of_nothing_overdue(house):
    house.deliver(in_an_envelope(now_completed(house)))

    house.tick(365 * DAY)
    house.tick()

    assert set(house.statuses()) == {"overdue"}
    names = house.names_told()
    assert "evaluation.due_soon" not in names
    assert names.count("evaluation.opened") == 3
    assert names.count("evaluation.overdue") == 5


def test_the_events_of_one_evaluation_are_counted_in_order(house):
    house.deliver(in_an_envelope(now_completed(house)))
    for _ in range(120):
        house.tick(DAY)

    by_evaluation: dict[str, list[int]] = {}
    for told in house.told()[1:]:
        by_evaluation.setdefault(told.subject, []).append(told.sequence)
    assert all(counted == list(range(1, len(counted) + 1)) for counted in by_evaluation.values())


def test_the_timer_works_through_more_than_one_claim(house):
    house.deliver(*[in_an_envelope(now_completed(house)) for _ in range(260)])

    house.tick(10 * DAY)

    assert house.names_told().count("evaluation.overdue") == 520


# Answers


def test_an_answered_evaluation_is_submitted_and_its_answers_stay_here(house):
    evaluation_id = a_reaction(house)

    answer = house.service.submit_evaluation(
        evaluation_id=evaluation_id, respondent_id="E1", answers=LIKED
    )

    assert answer["status"] == "submitted"
    told = house.told()[-1]
    assert told.name == "evaluation.submitted"
    assert "answers" not in told.data
    with house.database.reading() as session:
        assert session.scalars(select(AnswersRow)).one().answers == LIKED
    house.tick(30 * DAY)
    assert house.service.get_evaluation(evaluation_id=evaluation_id)["status"] == "submitted"


def test_a_late_answer_is_accepted(house):
    evaluation_id = a_reaction(house)
    house.tick(20 * DAY)

    house.service.submit_evaluation(evaluation_id=evaluation_id, respondent_id="E1", answers=LIKED)

    assert house.statuses(status="submitted") == ["submitted"]


def test_a_repeated_request_is_answered_the_same(house):
    call = {
        "evaluation_id": a_reaction(house),
        "respondent_id": "E1",
        "answers": LIKED,
        "request_id": new_id(),
    }

    assert house.service.submit_evaluation(**call) == house.service.submit_evaluation(**call)
    assert house.names_told().count("evaluation.submitted") == 1


def test_what_can_go_wrong_with_an_answer(house):
    submit = house.service.submit_evaluation
    reaction = a_reaction(house)
    later = house.evaluations(status="scheduled")[0]["evaluation_id"]
    system = house.evaluations()[-1]["evaluation_id"]

    with pytest.raises(NotFound):
        submit(evaluation_id="nobody", respondent_id="E1", answers=LIKED)
    with pytest.raises(Forbidden, match="only its respondent"):
        submit(evaluation_id=reaction, respondent_id="E2", answers=LIKED)
    with pytest.raises(Forbidden, match="measuring"):
        submit(evaluation_id=system, respondent_id="E1", answers=LIKED)
    with pytest.raises(Conflict, match="opens at"):
        submit(evaluation_id=later, respondent_id="E1", answers=LIKED)
    with pytest.raises(ValidationError) as refused:
        submit(evaluation_id=reaction, respondent_id="E1", answers={"useful": 9, "colour": 1})
    assert fields_of(refused) == [
        "answers.colour",
        "answers.useful",
        "answers.trainer",
        "answers.organisation",
    ]
    submit(evaluation_id=reaction, respondent_id="E1", answers=LIKED)
    with pytest.raises(Conflict, match="already submitted"):
        submit(evaluation_id=reaction, respondent_id="E1", answers=LIKED)


# Instruments and policies


def test_an_office_asks_with_its_own_instrument_and_policy(house):
    instrument = house.service.save_instrument(title=WORDS, questions=[QUESTION])
    own = {**ITEM, **instrument}
    house.service.save_policy(programme_id="P1", items=[own])

    house.deliver(in_an_envelope(now_completed(house, programme_id="P1", employee_id="E1")))

    [item] = house.evaluations()
    view = house.service.get_evaluation(evaluation_id=item["evaluation_id"])
    assert view["instrument"]["instrument_id"] == instrument["instrument_id"]
    assert view["instrument"]["questions"] == [{**QUESTION, "min": 1, "max": 4.0, "choices": []}]
    house.service.submit_evaluation(
        evaluation_id=item["evaluation_id"], respondent_id="E1", answers={"applied": 4}
    )


def test_a_saved_policy_is_replaced_under_its_id(house):
    policy = house.service.save_policy(programme_kind="training", items=[ITEM, ITEM])

    house.service.save_policy(**policy, programme_kind="training", items=[ITEM])

    house.deliver(in_an_envelope(now_completed(house)))
    assert len(house.evaluations()) == 1


def test_the_policy_saved_last_decides_among_equals(house):
    house.service.save_policy(programme_kind="training", items=[ITEM])
    house.service.save_policy(programme_kind="training", items=[ITEM, ITEM])

    house.deliver(in_an_envelope(now_completed(house)))

    assert len(house.evaluations()) == 2


def test_a_policy_that_asks_nobody_here_schedules_nothing_and_tells_nothing(house):
    item = {**ITEM, "level": 3, "respondent": "supervisor"}
    house.service.save_policy(programme_kind="training", items=[item])

    house.deliver(in_an_envelope(now_completed(house, supervisor_id=None)))

    assert house.evaluations() == []
    assert house.told() == []


def test_a_built_in_instrument_can_be_replaced(house):
    house.service.save_instrument(instrument_id="reaction", title=WORDS, questions=[QUESTION])

    view = house.service.get_evaluation(evaluation_id=a_reaction(house))

    assert [question["key"] for question in view["instrument"]["questions"]] == ["applied"]


@pytest.mark.parametrize(
    ("call", "arguments", "field"),
    [
        ("save_policy", {"programme_id": "P1", "items": []}, "items"),
        ("save_policy", {"items": [ITEM]}, "programme_id"),
        ("save_policy", {"programme_id": "P1", "items": [{**ITEM, "level": 5}]}, "items.0.level"),
        (
            "save_policy",
            {"programme_id": "P1", "items": [{**ITEM, "respondent": "mayor"}]},
            "items.0.respondent",
        ),
        ("save_policy", {"programme_id": "P1", "items": [ITEM], "colour": 1}, "colour"),
        ("save_instrument", {"title": WORDS, "questions": []}, "questions"),
        ("save_instrument", {"title": {"id": "x"}, "questions": [QUESTION]}, "title.en"),
        (
            "save_instrument",
            {"title": WORDS, "questions": [{**QUESTION, "kind": "smell"}]},
            "questions.0.kind",
        ),
        ("list_evaluations", {"status": "lost"}, "status"),
        ("list_evaluations", {"limit": 501}, "limit"),
        ("get_evaluation", {}, "evaluation_id"),
        ("submit_evaluation", {"evaluation_id": "a", "respondent_id": "b"}, "answers"),
    ],
)
def test_bad_arguments_are_refused_by_field(house, call, arguments, field):
    with pytest.raises(ValidationError) as refused:
        getattr(house.service, call)(**arguments)

    assert fields_of(refused) == [field]


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("save_policy", {"policy_id": "x", "programme_id": "P1", "items": [ITEM]}),
        ("save_policy", {"programme_id": "P1", "items": [{**ITEM, "instrument_id": "x"}]}),
        ("save_instrument", {"instrument_id": "x", "title": WORDS, "questions": [QUESTION]}),
        ("get_evaluation", {"evaluation_id": "x"}),
    ],
)
def test_what_does_not_exist_is_not_found(house, call, arguments):
    with pytest.raises(NotFound):
        getattr(house.service, call)(**arguments)


# Lists and the roster


def test_a_list_is_read_page_by_page(house):
    house.deliver(*[in_an_envelope(now_completed(house)) for _ in range(3)])

    seen, after = [], None
    while True:
        page = house.service.list_evaluations(limit=4, after=after)
        seen += [item["evaluation_id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break

    assert len(seen) == len(set(seen)) == 15
    assert house.service.list_evaluations(respondent_id="E2", limit=3)["next"] is None


def test_what_hr_said_last_is_what_is_known_of_an_employee(house):
    def said(day: int, unit_id: str):
        return in_an_envelope(
            EmployeeChanged(
                occurred_at=MONDAY_NOON,
                employee_id="E1",
                name="Maria",
                unit_id=unit_id,
                position="Analis",
                supervisor_id="E2",
                email=None,
                employment="PNS",
                active=True,
                changed_at=MONDAY_NOON + day * DAY,
            ),
            sequence=None,
        )

    house.deliver(said(1, "U1"), said(3, "U3"), said(2, "U2"), said(3, "U4"))

    with house.database.reading() as session:
        [row] = session.scalars(select(EmployeeRow)).all()
    assert row.unit_id == "U4"
