"""What becomes of a delivery: pending -> sending -> sent, failed, or pending again."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.notification.domain.retry import FOR_DEFECTS, Patience


class State(StrEnum):
    """Where a delivery stands.

    CARRIED      a digest brings it
    SUPERSEDED   it was no longer true, or no longer wanted, before it was sent
    CANCELLED    by an operator
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CARRIED = "carried"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Mark(StrEnum):
    """How far somebody came with one of several deliveries that were claimed together.

    None of these: it was not tried yet.
    """

    TRYING = "trying"
    SENT = "sent"


class Outcome(StrEnum):
    """How an attempt ended.

    REFUSED      permanent: the channel will never take it
    DEFERRED     temporary: not now, for this message
    BROKEN       technical: it cannot be written; a defect of ours, which may be mended
    IN_DOUBT     technical: the connection broke when the message may have been taken already
    UNREACHABLE  the provider itself is away or will not talk to us: nothing was attempted
    """

    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    BROKEN = "broken"
    IN_DOUBT = "in doubt"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Attempt:
    """One try; the reason in words unless it was sent."""

    outcome: Outcome
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message on one channel.

    attempts   made, the one under way included
    doubts     attempts of which nobody knows whether they succeeded: the process died, or the
               connection, between sending and knowing
    carried_by the digest that brings it
    mark       while sending: how far; see Mark
    next_at    when it is due; while sending: when it counts as interrupted
    claimed_at by which the process that sends it knows it again
    """

    notification_id: str
    channel: str
    state: State
    attempts: int
    doubts: int
    next_at: datetime | None
    claimed_at: datetime | None
    sent_at: datetime | None = None
    reason: str | None = None
    carried_by: str | None = None
    mark: Mark | None = None

    @property
    def may_repeat(self) -> bool:
        """After a doubt there is one more attempt, and no third."""
        return self.doubts <= 1


MARKS = {Outcome.SENT: Mark.SENT, Outcome.IN_DOUBT: Mark.TRYING}
"""What an attempt leaves until it is recorded; others may as well not have been made."""


def after(
    delivery: Delivery, attempt: Attempt, now: datetime, patience: Patience, jitter: float
) -> Delivery:
    """What an attempt makes of a delivery. jitter: 0 to 1, at random."""
    if attempt.outcome is Outcome.SENT:
        return replace(
            delivery, state=State.SENT, next_at=None, sent_at=now, claimed_at=None, reason=None
        )
    tried = replace(delivery, reason=attempt.reason, claimed_at=None)
    if attempt.outcome is Outcome.UNREACHABLE:
        return replace(tried, state=State.PENDING, attempts=delivery.attempts - 1, next_at=now)
    if attempt.outcome is Outcome.IN_DOUBT:
        tried = replace(tried, doubts=delivery.doubts + 1)
    patience = FOR_DEFECTS if attempt.outcome is Outcome.BROKEN else patience
    next_at = patience.next_at(delivery.attempts, now, jitter)
    if attempt.outcome is Outcome.REFUSED or next_at is None or not tried.may_repeat:
        return replace(tried, state=State.FAILED, next_at=None)
    return replace(tried, state=State.PENDING, next_at=next_at)
