"""Complaints of which nobody knows whose service they are about wait in triage."""

import pytest

from shared.errors import NotFound
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
