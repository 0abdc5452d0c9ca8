"""python -m bench.smtp_sink PORT MOOD_FILE TAKEN_FILE: a mail server that takes what it is given.

A line for each mail: when it was taken (s, monotonic clock of this machine), for whom, Message-ID.
While the mood file exists it stalls: it accepts connections and answers nothing.
"""

import asyncio
import re
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP

_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Sink:
    """What aiosmtpd asks about each mail."""

    def __init__(self, mood: Path, taken: Path):
        self._mood = mood
        self._taken = taken.open("a", buffering=1)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        while self._mood.exists():
            await asyncio.sleep(0.05)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        found = _MESSAGE_ID.search(envelope.content)
        message_id = found.group(1).decode() if found else "-"
        self._taken.write(f"{time.monotonic()} {envelope.rcpt_tos[0]} {message_id}\n")
        return "250 taken"


def main(port: str, mood: str, taken: str) -> None:
    """Until it is stopped."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    sink = Sink(Path(mood), Path(taken))
    server = loop.create_server(lambda: SMTP(sink, loop=loop), "127.0.0.1", int(port))
    loop.run_until_complete(server)
    print("smtp ready", flush=True)
    loop.run_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
