"""The number of a civil servant: which forms it has, and what is shown of it."""

import pytest

from services.enrolment.domain.nip import (
    born_on,
    masked,
    nip_has_the_form_of_its_employment,
    what_is_wrong,
)
from shared.errors import Conflict

A_PNS = "198503152010012001"
A_PPPK = "199003122023992901"


@pytest.mark.parametrize("employment", ["PNS", "CPNS"])
def test_a_pns_has_a_month_of_appointment_in_the_number(employment):
    nip_has_the_form_of_its_employment(A_PNS, employment)

    with pytest.raises(Conflict, match="month of appointment"):
        nip_has_the_form_of_its_employment(A_PPPK, employment)


@pytest.mark.parametrize("employment", ["PPPK", "PPPK_PARUH_WAKTU", "something new"])
def test_a_pppk_has_a_count_of_contracts_that_is_no_month(employment):
    nip_has_the_form_of_its_employment(A_PPPK, employment)
    nip_has_the_form_of_its_employment(A_PNS, employment)


@pytest.mark.parametrize(
    ("nip", "reason"),
    [
        ("19850315201001200", "18 digits"),
        ("1985031520100120011", "18 digits"),
        ("19850315201001200X", "18 digits"),
        ("١٩٨٥٠٣١٥٢٠١٠٠١٢٠٠١", "18 digits"),
        ("198513152010012001", "birth date"),
        ("198502302010012001", "birth date"),
        ("018503152010012001", "birth date"),
        ("198503151985012001", "year of appointment"),
        ("198503152010132001", "month of appointment"),
        ("198503152010002001", "month of appointment"),
        ("198503152010013001", "1 or 2"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_with_the_reason(nip, reason):
    assert reason in (what_is_wrong(nip, "PNS") or "")


def test_a_refusal_does_not_repeat_the_number():
    with pytest.raises(Conflict) as refused:
        nip_has_the_form_of_its_employment("198513152010012001", "PNS")

    assert "198513152010012001" not in str(refused.value)


def test_blanks_between_the_digits_are_no_fault():
    nip_has_the_form_of_its_employment("19850315 201001 2 001", "PNS")


def test_only_the_last_digits_are_shown():
    assert masked(A_PNS) == "***************001"


def test_the_number_shows_the_birth_date():
    assert born_on(A_PNS).isoformat() == "1985-03-15"
