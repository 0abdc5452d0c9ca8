"""Publishing with pipelined confirms: a window of messages out, then their confirms in.

One confirm at a time would cost a round trip for each message, and py-amqp's own publish looks at
the socket before each. What this leans on below its public calls is used here only, under a test
of its own.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import amqp
import structlog
from amqp.exceptions import ChannelError
from amqp.spec import Basic

from shared.envelope import Envelope
from shared.messaging.amqp.connection import LOST, Link, link
from shared.messaging.amqp.declare import declare_topology
from shared.messaging.failures import DependencyDown

log = structlog.get_logger(__name__)

_CONFIRM_SECONDS = 30.0
_PERSISTENT = 2
_ARGUMENTS = "Bssbb"
"""Of basic.publish: a reserved number, exchange, routing key, mandatory, immediate."""


class AmqpPublisher:
    """An outlet of the relay. Reconnects by itself; keeps its connection between calls.

    patient   whether a broker that takes nothing for now (an alarm) is waited for without end
    """

    def __init__(self, uri: str):
        self.patient = True
        self._uri = uri
        self._open = ExitStack()
        self._link: Link | None = None
        self._tag = 0
        self._unconfirmed: set[int] = set()
        self._nacked: set[int] = set()

    def send(self, envelopes: Sequence[Envelope]) -> dict[int, str | None]:
        """Publish in order and wait for every confirm; {index: reason} for those refused.

        Without a reason: not sent, because an earlier one of its aggregate was refused.

        Raises DependencyDown when the broker cannot be reached, or cannot take messages now.
        """
        try:
            self._send_all(envelopes)
            return {}
        except ChannelError as error:
            log.warning("the broker closed the channel", reason=str(error))
            self.close()
            return self._send_singly(envelopes)
        except LOST as error:
            self.close()
            raise DependencyDown(f"the broker is gone: {error or type(error).__name__}") from error

    def keep_alive(self) -> None:
        """Answer heartbeats while there is nothing to send."""
        if self._link is None:
            return
        try:
            while self._link.drain(0):
                pass
        except LOST as error:
            log.info("lost the broker while idle", reason=str(error))
            self.close()

    def close(self) -> None:
        """Drop the connection; the next send opens a new one."""
        self._link = None
        self._open.close()

    def _send_all(self, envelopes: Sequence[Envelope]) -> None:
        line = self._connected()
        with _corked(line):
            for envelope in envelopes:
                self._tag += 1
                self._unconfirmed.add(self._tag)
                where = (0, envelope.exchange, envelope.routing_key, False, False)
                line.channel.send_method(Basic.Publish, _ARGUMENTS, where, _message(envelope))
        self._await_confirms(line)
        if self._nacked:
            raise DependencyDown(f"the broker cannot take {len(self._nacked)} messages now (nack)")

    def _send_singly(self, envelopes: Sequence[Envelope]) -> dict[int, str | None]:
        """Find the message over which the broker closes the channel; other aggregates go on."""
        refused: dict[int, str | None] = {}
        stopped = set()
        for index, envelope in enumerate(envelopes):
            subject = envelope.headers.get("ce-subject")
            if subject in stopped:
                refused[index] = None
                continue
            try:
                self._send_all([envelope])
            except ChannelError as error:
                refused[index] = str(error)
                if subject is not None:
                    stopped.add(subject)
                self.close()
            except LOST as error:
                self.close()
                raise DependencyDown(f"the broker is gone: {error}") from error
        return refused

    def _await_confirms(self, line: Link) -> None:
        deadline = time.monotonic() + _CONFIRM_SECONDS
        while self._unconfirmed:
            line.drain(1.0)
            if line.blocked and self.patient:
                deadline = time.monotonic() + _CONFIRM_SECONDS
            elif time.monotonic() > deadline or (line.blocked and not self.patient):
                raise TimeoutError(f"no confirm within {_CONFIRM_SECONDS:.0f} s")

    def _connected(self) -> Link:
        if self._link is None:
            line = self._open.enter_context(link(self._uri))
            try:
                declare_topology(line.channel)
            except ChannelError as error:
                self.close()
                raise DependencyDown(f"the broker differs from the map: {error}") from error
            line.channel.confirm_select()
            line.channel.events["basic_ack"].add(self._on_ack)
            line.channel.events["basic_nack"].add(self._on_nack)
            self._link, self._tag = line, 0
        self._unconfirmed.clear()
        self._nacked.clear()
        return self._link

    def _on_ack(self, tag: int, multiple: bool) -> None:
        if multiple:
            self._unconfirmed = {other for other in self._unconfirmed if other > tag}
        else:
            self._unconfirmed.discard(tag)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        lost = {other for other in self._unconfirmed if other == tag or (multiple and other < tag)}
        self._nacked |= lost
        self._unconfirmed -= lost


@contextmanager
def _corked(line: Link) -> Iterator[None]:
    """Everything that is written in a block leaves in one piece at its end."""
    transport = line.channel.connection.transport
    write, held = transport._write, bytearray()
    transport._write = held.extend
    try:
        yield
    finally:
        transport._write = write
    write(held)


def _message(envelope: Envelope) -> amqp.Message:
    return amqp.Message(
        envelope.body,
        content_type=envelope.content_type,
        content_encoding=envelope.content_encoding,
        delivery_mode=_PERSISTENT,
        message_id=envelope.message_id,
        type=envelope.routing_key,
        application_headers=dict(envelope.headers),
    )
