"""An officer sends a template to see how it arrives."""

import pytest

from services.notification.rendering.samples import SAMPLES
from shared.errors import Conflict, Forbidden, NotFound
from tests.integration.notification.house import a_person


@pytest.fixture
def office(house):
    """O1 is an officer, E1 is none, O2 has no address."""
    house.hear(
        a_person("O1", roles=["officer"], language="id"),
        a_person("E1"),
        a_person("O2", roles=["officer"], email=None),
    )
    return house


def a_test(house, **facts):
    given = {"template": "training_completed", "language": "en", "employee_id": "O1"}
    return house.service.send_test(**{**given, **facts})


def test_a_test_arrives_in_the_wanted_language_with_sample_data_and_says_what_it_is(office):
    a_test(office)
    office.tick()

    (mail,) = office.mails()
    assert mail["To"].addresses[0].addr_spec == "o1@alak.example"
    assert mail["Subject"].startswith("[test] Congratulations")
    assert "Dear Maria Tallo," in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe"] is None


def test_a_test_stands_in_the_inbox_in_the_same_language(office):
    a_test(office)
    a_test(office)

    assert [one["subject"][:6] for one in office.inbox("O1")] == ["[test]", "[test]"]
    assert "Dear Maria Tallo," in office.inbox("O1")[0]["text"]


def test_only_officers_with_an_address_may_send_tests_of_what_there_is(office):
    with pytest.raises(Forbidden, match="only a training officer"):
        a_test(office, employee_id="E1")
    with pytest.raises(Conflict, match="HR gives no mail address"):
        a_test(office, employee_id="O2")
    with pytest.raises(NotFound, match="template"):
        a_test(office, template="poem")
    with pytest.raises(NotFound, match="employee"):
        a_test(office, employee_id="E9")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_template_can_be_sent_as_a_test(office, language):
    for template in SAMPLES:
        a_test(office, template=template, language=language)
    office.tick()

    assert len(office.mails()) == len(SAMPLES)
