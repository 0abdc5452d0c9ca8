"""python misbehaving_smtp.py PORT MOOD_FILE TAKEN_FILE: runs until it is killed.

Moods, by the local part of the recipient:
    refuse      550 for good
    greylist    451 at the first sight of a mail, then taken
    busy        451 always
    drop        hangs up once, before the mail is taken
    hang_up     takes the mail, and hangs up before it says so, once
    always_hang_up   the same, always
"""

import asyncio
import json
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Moods:
    def __init__(self, mood: Path, taken: Path):
        self._mood = mood
        self._taken = taken
        self._seen: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        mood = self._mood_of(address)
        first = address not in self._seen
        self._seen.add(address)
        if mood == "refuse":
            return "550 no such person"
        if mood == "busy" or (mood == "greylist" and first):
            return "451 come again later"
        if mood == "drop" and first:
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        (address,) = envelope.rcpt_tos
        self._keep(address, envelope.content)
        mood = self._mood_of(address)
        again = f"hung up on {address}" in self._seen
        self._seen.add(f"hung up on {address}")
        if mood == "always_hang_up" or (mood == "hang_up" and not again):
            server.transport.abort()
        return "250 taken"

    def _keep(self, address: str, content: bytes) -> None:
        mail = message_from_bytes(content, policy=default)
        told = {"to": address, "message_id": mail["Message-ID"], "subject": mail["Subject"]}
        with self._taken.open("a") as file:
            file.write(json.dumps(told) + "\n")

    def _mood_of(self, address: str) -> str | None:
        return json.loads(self._mood.read_text()).get(address.partition("@")[0])


def main(port: str, mood: str, taken: str) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    handler = Moods(Path(mood), Path(taken))
    server = loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", int(port))
    loop.run_until_complete(server)
    loop.run_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
