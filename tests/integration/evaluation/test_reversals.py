"""What a reversed completion undoes."""

import pytest

from tests.integration.evaluation.asking import LIKED, a_reaction, now_completed
from tests.integration.evaluation.house import a_reversal_of, in_an_envelope
from tests.unit.evaluation.builders import a_completion


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
