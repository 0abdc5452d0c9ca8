"""Complaints of which nobody knows whose service they are about wait in triage."""

import pytest

from shared.errors import NotFound, ValidationError
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.needs_house import (
    HOUR,
    a_complaint,
    a_unit,
    complaints_of,
    hear,
)
from tests.integration.evaluation.test_roster_ahead import a_message


def test_triage_lists_what_has_no_unit_or_an_unknown_one(house):
    hear(house, a_unit())
    hear(
        house,
        a_complaint("T1"),
        a_complaint("T2", unit_id=None, text="Telepon 0812-3456-7890 tidak diangkat"),
        a_complaint("T3", unit_id="U9"),
    )

    first = house.service.list_triage(limit=1)
    rest = house.service.list_triage(after=first["next"])

    (item,) = first["items"]
    assert (item["complaint_id"], item["unit_id"], item["told_unit_id"]) == ("T2", None, None)
    assert item["text"] == "Telepon [telepon] tidak diangkat"
    assert [(one["complaint_id"], one["told_unit_id"]) for one in rest["items"]] == [("T3", "U9")]
    assert rest["next"] is None


def test_what_somebody_found_out_by_hand_the_channel_changes_no_more(house):
    hear(house, a_unit("U1"), a_unit("U2"), a_complaint("T1", unit_id=None))

    answer = house.service.assign_complaint(complaint_id="T1", unit_id="U2", assigned_by="E7")
    hear(
        house,
        a_complaint("T1", unit_id="U1", category="sikap", changed_at=MONDAY_NOON + HOUR),
    )

    assert (answer["unit_id"], answer["assigned_by"]) == ("U2", "E7")
    row = complaints_of(house)["T1"]
    assert (row.unit_id, row.told_unit_id, row.category) == ("U2", "U1", "sikap")
    assert house.service.list_triage()["items"] == []


def test_a_unit_where_people_work_is_known_although_nobody_described_it(house):
    hear(house, a_complaint("T1", unit_id="U1"))
    hear(house, a_message("E1", unit_id="U1"))
    hear(house, a_complaint("T2", unit_id="U1"))

    assert [one["complaint_id"] for one in house.service.list_triage()["items"]] == ["T1"]
    house.service.rank_needs(period_start="2026-11-01", period_end="2026-11-23")
    assert house.service.list_triage()["items"] == []


def test_only_what_exists_can_be_assigned(house):
    hear(house, a_unit(), a_complaint("T1", unit_id=None))

    with pytest.raises(NotFound, match="no complaint 'T9'"):
        house.service.assign_complaint(complaint_id="T9", unit_id="U1", assigned_by="E7")
    with pytest.raises(NotFound, match="no unit 'U9'"):
        house.service.assign_complaint(complaint_id="T1", unit_id="U9", assigned_by="E7")


def sort(house, **decisions) -> dict[str, tuple]:
    """By complaint: a unit, or in a tuple the reason to set it aside."""
    answers = house.service.sort_complaints(
        decisions=[
            {"complaint_id": one, "reason": said[0]}
            if isinstance(said, tuple)
            else {"complaint_id": one, "unit_id": said}
            for one, said in decisions.items()
        ],
        sorted_by="E7",
    )
    return {one["complaint_id"]: (one["status"], one["reason"]) for one in answers}


def triage(house, **asked) -> list[str]:
    return [one["complaint_id"] for one in house.service.list_triage(**asked)["items"]]


def test_several_are_sorted_at_once_and_what_is_refused_leaves_the_others_standing(house):
    hear(house, a_unit("U1"))
    hear(house, *(a_complaint(f"T{n}", unit_id=None) for n in range(1, 5)))

    became = sort(house, T1="U1", T2=("bukan pengaduan",), T3="U9", T9="U1")

    assert became == {
        "T1": ("assigned", None),
        "T2": ("set_aside", None),
        "T3": ("refused", "there is no unit 'U9'"),
        "T9": ("refused", "there is no complaint 'T9'"),
    }
    assert triage(house) == ["T3", "T4"]
    assert triage(house, set_aside=True) == ["T2"]
    (aside,) = house.service.list_triage(set_aside=True)["items"]
    assert (aside["set_aside_by"], aside["set_aside_reason"]) == ("E7", "bukan pengaduan")


def test_what_was_set_aside_stays_aside_and_is_in_no_ranking(house):
    hear(house, a_complaint("T1", unit_id="U1"), a_complaint("T2", unit_id="U1"))
    sort(house, T1=("hubungi 0812-3456-7890",))

    hear(house, a_unit("U1"))
    hear(house, a_complaint("T1", unit_id="U1", changed_at=MONDAY_NOON + HOUR))
    ranking = house.service.rank_needs(period_start="2026-11-01", period_end="2026-11-23")

    row = complaints_of(house)["T1"]
    assert (row.unit_id, row.set_aside_reason) == (None, "hubungi [telepon]")
    assert complaints_of(house)["T2"].unit_id == "U1"
    assert ranking["triage"] == 0
    assert triage(house) == []


def test_what_was_set_aside_comes_back_with_a_unit(house):
    hear(house, a_unit("U1"), a_complaint("T1", unit_id=None))
    sort(house, T1=("rangkap",))

    assert sort(house, T1="U1") == {"T1": ("assigned", None)}

    row = complaints_of(house)["T1"]
    assert (row.unit_id, row.set_aside_by, row.set_aside_reason) == ("U1", None, None)


def test_what_a_colleague_decided_meanwhile_stands(house):
    hear(house, a_unit("U1"), a_unit("U2"))
    hear(house, a_complaint("T1", unit_id=None), a_complaint("T2", unit_id=None))
    sort(house, T1="U1", T2=("rangkap",))

    late = sort(house, T1="U2", T2=("lain",))

    assert late == {
        "T1": ("refused", "the complaint was given to the unit U1 meanwhile"),
        "T2": ("refused", "the complaint was set aside meanwhile"),
    }
    assert sort(house, T1="U1") == {"T1": ("assigned", None)}


@pytest.mark.parametrize(
    ("decisions", "field"),
    [
        ([{"complaint_id": "T1"}], "decisions.0.unit_id"),
        ([{"complaint_id": "T1", "unit_id": "U1", "reason": "x"}], "decisions.0.unit_id"),
        ([{"complaint_id": "T1", "unit_id": "U1"}] * 2, "decisions"),
        ([], "decisions"),
    ],
)
def test_a_decision_is_a_unit_or_a_reason_and_each_complaint_is_there_once(house, decisions, field):
    with pytest.raises(ValidationError) as refused:
        house.service.sort_complaints(decisions=decisions, sorted_by="E7")

    assert field in refused.value.fields
