"""People before browsers: each opens a page, reads for a while, and opens the next."""

import asyncio
import random
import ssl
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import httpx

from bench.measure import percentile
from services.portal.sessions import Ticket
from services.portal.signing import Signatures

PATIENCE = 30.0  # seconds
MOST_BYTES = 100_000  # of a page with all that it loads


@dataclass(frozen=True)
class Stop:
    """One page as one role opens it.

    visits   (who, address): many, so that no two visits read the same rows; None: nobody signed in
    """

    role: str
    route: str
    visits: tuple[tuple[str | None, str], ...]


@dataclass
class Seen:
    """What visits of one stop took (s) and weighed (bytes, unpacked); what went wrong."""

    seconds: list[float] = field(default_factory=list)
    page_bytes: int = 0
    sent_bytes: int = 0
    styles: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return percentile(self.seconds, 0.50) if self.seconds else PATIENCE

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 0.95) if self.seconds else PATIENCE

    @property
    def longest(self) -> float:
        return max(self.seconds, default=PATIENCE)

    def holds(self, limit: float, extra_bytes: int) -> bool:
        """limit: of p95 (s); extra_bytes: what the page loads besides itself."""
        light = self.page_bytes + extra_bytes < MOST_BYTES and self.styles <= 1
        return self.p95 < limit and light and not self.wrong


class Crowd:
    """url, key   of the portal, and what it signs cookies with"""

    def __init__(self, url: str, key: str, people: int, reading: float):
        self._url = url
        self._signatures = Signatures(key)
        self._people = people
        self._reading = reading
        self._tls: ssl.SSLContext | bool = True

    def visit(self, stops: Sequence[Stop], times: int) -> dict[Stop, Seen]:
        """Each stop so many times, in an order of chance, by all people at once."""
        return asyncio.run(self._visit(stops, times))

    async def _visit(self, stops: Sequence[Stop], times: int) -> dict[Stop, Seen]:
        deck = [stop for stop in stops for _ in range(times)]
        random.shuffle(deck)
        seen: dict[Stop, Seen] = defaultdict(Seen)
        self._tls = ssl.create_default_context()  # once: each costs as much as some pages
        async with asyncio.TaskGroup() as group:
            for _ in range(self._people):
                group.create_task(self._person(deck, seen))
        return seen

    async def _person(self, deck: list[Stop], seen: dict[Stop, Seen]) -> None:
        async with httpx.AsyncClient(
            base_url=self._url, timeout=PATIENCE, verify=self._tls
        ) as client:
            await asyncio.sleep(random.uniform(0, 2 * self._reading))
            while deck:
                stop = deck.pop()
                await self._open(client, *random.choice(stop.visits), seen[stop])
                await asyncio.sleep(random.expovariate(1) * self._reading)

    async def _open(
        self, client: httpx.AsyncClient, who: str | None, address: str, seen: Seen
    ) -> None:
        headers = {"X-Forwarded-For": f"10.{random.randrange(256)}.{random.randrange(256)}.7"}
        if who:
            ticket = asdict(Ticket(employee_id=who, name=who, secret="0" * 32))
            headers["Cookie"] = f"lontar={self._signatures.seal('sign-in', ticket)}"
        began = time.perf_counter()
        try:
            answer = await client.get(address, headers=headers)
        except httpx.HTTPError as error:
            seen.wrong.append(f"{address}: {error!r}")
            return
        seen.seconds.append(time.perf_counter() - began)
        if answer.status_code not in (200, 303):
            seen.wrong.append(f"{address}: {answer.status_code}")
        elif 'class="away"' in answer.text:
            seen.wrong.append(f"{address}: a service was away")
        seen.page_bytes = max(seen.page_bytes, len(answer.content))
        seen.sent_bytes = max(seen.sent_bytes, answer.num_bytes_downloaded)
        seen.styles = max(seen.styles, answer.text.count('rel="stylesheet"'))
