"""How sure a colleague may be that the service changed."""

from datetime import UTC, date, datetime

import pytest

from services.evaluation.gathering_evidence import certainty_of
from services.evaluation.storage.studies import Look


def a_look(verdict: str, *codes: str, revision: int | None = 1) -> Look:
    return Look(
        look_id="L1",
        study_id="S1",
        revision=revision,
        looked_on=date(2027, 1, 1),
        looked_at=datetime(2027, 1, 1, tzinfo=UTC),
        fingerprint="",
        finding={"verdict": verdict, "warnings": [{"code": code} for code in codes]},
    )


@pytest.mark.parametrize(
    ("look", "certainty"),
    [
        (None, "insufficient_data"),
        (a_look("insufficient_data"), "insufficient_data"),
        (a_look("improved"), "registered"),
        (a_look("no_evidence", "pre_trend"), "registered"),
        (a_look("improved", "exploratory"), "exploratory"),
        (a_look("worsened", "interim", revision=None), "exploratory"),
    ],
)
def test_only_a_verdict_that_was_registered_before_counts_as_such(look, certainty):
    assert certainty_of(look) == certainty
