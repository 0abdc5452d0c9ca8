"""The links of a mail open their page for its reader; those of the inbox do not."""

import re
from datetime import timedelta

from shared.events import enrolment as en
from shared.links import Link, Links
from tests.integration.notification.house import LINK_KEY, a_person
from tests.integration.notification.test_officers import a_parked_message
from tests.unit.notification.builders import a_completion, an_enrolment_event

A_MONTH = timedelta(days=30)


def links_in(mail) -> list[str]:
    html = mail.get_body(("html",)).get_content()
    found = re.findall(r'class="button"[^>]*href="([^"]*)"|href="([^"]*)"[^>]*class="button"', html)
    return [(first or second).partition("/links/")[2] for first, second in found]


def test_the_button_of_a_mail_opens_its_page_for_its_reader(house):
    asked = an_enrolment_event(en.EnrolmentRequested, enrolment_id="N1", approver_id="E2")
    house.hear(a_person("E1"), a_person("E2"), asked)
    house.tick()

    (mail,) = house.mails()
    (token,) = links_in(mail)
    opened = Links(LINK_KEY).read(token, house.clock.now(), A_MONTH)
    assert opened == Link("open", "/tasks/requests/N1", "E2")
    assert token in mail.get_body(("plain",)).get_content()


def test_a_mail_that_may_be_muted_leads_to_where_it_is(house):
    house.hear(a_person("E1"), a_completion())
    house.tick()

    (mail,) = house.mails()
    address = mail["List-Unsubscribe"].strip("<>")
    opened = Links(LINK_KEY).read(address.rpartition("/")[2], house.clock.now(), A_MONTH)
    assert opened == Link("mute", "training.completed", "E1")
    assert address in mail.get_body(("plain",)).get_content()
    assert address not in house.inbox("E1")[0]["text"]


def test_what_everybody_must_hear_of_cannot_be_muted_by_a_link(house):
    asked = an_enrolment_event(en.EnrolmentRequested, enrolment_id="N1", approver_id="E2")
    house.hear(a_person("E1"), a_person("E2"), asked)
    house.tick()

    (mail,) = house.mails()
    assert mail["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in mail.as_string()


def test_the_inbox_shows_the_page_without_the_key_to_it(house):
    asked = an_enrolment_event(en.EnrolmentRequested, enrolment_id="N1", approver_id="E2")
    house.hear(a_person("E1"), a_person("E2"), asked)

    text = house.inbox("E2")[0]["text"]
    assert "/tasks/requests/N1" in text
    assert "/links/" not in text


def test_what_leads_to_everybodys_matters_or_is_public_is_opened_by_no_mail(house):
    house.hear(a_person("O1", roles=["officer"]), a_person("E1"), a_completion())
    house.hear(a_parked_message())
    house.tick()

    assert [links_in(mail) for mail in house.mails()] == [[""], [""]]
