"""A message as a mail."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from services.notification.channels.channel import Mail
from services.notification.channels.email import Server
from services.notification.channels.letter import Sender
from services.notification.channels.mail_file import MailFile
from services.notification.domain.message import is_address, known_language
from shared.settings import BadSetting
from tests.unit.notification.builders import HOSTILE, NOON

SENDER = Sender("Pelatihan <lontar@office.example>")


def a_mail(**facts) -> Mail:
    given = {
        "notification_id": "0193-1",
        "address": "maria@alak.example",
        "name": "Maria Tallo",
        "language": "id",
        "subject": "Selamat",
        "text": "Yth. Bapak/Ibu\n",
        "html": "<p>Yth. Bapak/Ibu</p>",
        "created_at": NOON,
    }
    return Mail(**{**given, **facts})


def received(mail: Mail) -> EmailMessage:
    """As the program of its reader takes it apart."""
    letter = message_from_bytes(SENDER.write(mail), policy=default)
    assert isinstance(letter, EmailMessage)
    return letter


def test_a_mail_has_a_text_and_an_html_part_and_an_id_of_its_message():
    letter = received(a_mail())

    assert letter["Content-Language"] == "id"
    assert letter["Message-ID"] == "<0193-1@office.example>"
    assert letter["To"] == "Maria Tallo <maria@alak.example>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_a_mail_that_may_be_muted_says_so_to_mail_programs():
    address = f"https://belajar.office.example/unsubscribe/{'abc' * 60}"

    letter = received(a_mail(unsubscribe=address))

    assert letter["List-Unsubscribe"] == f"<{address}>"
    assert f"List-Unsubscribe: <{address}>".encode() in SENDER.write(a_mail(unsubscribe=address))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_one_click_is_not_offered_where_it_would_travel_in_clear():
    letter = received(a_mail(unsubscribe="http://localhost/unsubscribe/abc"))

    assert letter["List-Unsubscribe"]
    assert letter["List-Unsubscribe-Post"] is None


def test_a_mail_that_everybody_must_get_offers_no_way_out():
    assert received(a_mail())["List-Unsubscribe"] is None


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda name: ascii(name)[:16])
def test_headers_cannot_be_injected(hostile):
    letter = received(a_mail(name=hostile, subject=f"{hostile} asks"))

    assert letter["Bcc"] is None
    assert [each.addr_spec for each in letter["To"].addresses] == ["maria@alak.example"]
    assert "asks" in letter["Subject"] or letter["Subject"].endswith("…")
    assert letter.get_body(("plain",)).get_content().splitlines() == ["Yth. Bapak/Ibu"]


@pytest.mark.parametrize(
    "name", ["Maria Tallo", "Tallo, Maria", "María Ålo", "Ñ" * 20, "=?utf-8?q?Bos?=", '"', "a\\b"]
)
def test_a_name_and_a_subject_arrive_as_they_are(name):
    letter = received(a_mail(name=name, subject=f"{name}: hasil"))

    assert [each.display_name for each in letter["To"].addresses] == [name]
    assert letter["Subject"] == f"{name}: hasil"


@pytest.mark.parametrize(
    "text", ["Yth.\n", "Setelah itu … é\n\nSalam,\n", "a" * 2000 + "\n", "= 3\n.\n", " x \n", ""]
)
def test_a_text_arrives_as_it_was_written(text):
    sent = SENDER.write(a_mail(text=text, html=f"<p>{text}</p>"))
    letter = message_from_bytes(sent, policy=default)

    assert max(map(len, sent.split(b"\r\n"))) <= 998
    assert letter.get_body(("plain",)).get_content().splitlines() == text.splitlines()
    assert letter.get_body(("html",)).get_content().splitlines() == f"<p>{text}</p>".splitlines()


def test_the_same_message_is_the_same_file(tmp_path):
    channel = MailFile(tmp_path / "mail", "lontar@localhost")

    channel.send(a_mail())
    (first,) = (tmp_path / "mail").iterdir()
    written = first.read_bytes()
    channel.send(a_mail())

    assert list((tmp_path / "mail").iterdir()) == [first]
    assert first.read_bytes() == written
    assert first.name == "20261124T040000Z-0193-1.eml"


@pytest.mark.parametrize(
    "email",
    [None, "", "maria", "maria@", "@alak.example", "a b@x.example", "a@x\r\nBcc: b@x", "a@x,b@y"],
)
def test_what_is_no_address_gets_no_mail(email):
    assert not is_address(email)


@pytest.mark.parametrize(
    ("wish", "language"),
    [("id", "id"), ("EN", "en"), ("id-ID", "id"), ("en_GB", "en"), ("tet", None), ("", None)],
)
def test_a_language_is_recognised(wish, language):
    assert known_language(wish) == language


@pytest.mark.parametrize("url", ["smtp://", "smtp://host:port", "smtp://host:99999"])
def test_a_malformed_mail_server_stops_the_start(url):
    with pytest.raises(BadSetting, match="SMTP_URL"):
        Server(url)


def test_a_malformed_sender_stops_the_start():
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        Sender("nobody")
