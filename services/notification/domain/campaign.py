"""What colleagues really gained, told to those who doubt: the rules of a campaign.

A campaign speaks to colleagues of one position in one kind of unit, about one programme. It says
nothing that did not arrive as a fact: groups of five and more (`programme.reviewed`), verdicts
(`effect.measured`), and the words of a colleague who agreed to be named.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.errors import Conflict, Forbidden

HOLD_OUT_FROM = 200
"""So many eligible people, and a part is left alone at random: else nobody knows what it did."""

HOLD_OUT_SHARE = 0.2
AT_MOST_EVERY = timedelta(days=90)
"""Nobody hears of two campaigns within this time."""

FEWEST_PEOPLE = 5

NEVER = "never enrolled"
DECLINED = "declined"


class Status(StrEnum):
    """Where a campaign stands. Stopped: what was not sent yet is not sent."""

    DRAFT = "draft"
    APPROVED = "approved"
    STOPPED = "stopped"


class Certainty(StrEnum):
    """How sure a claim is, the surest first."""

    REGISTERED = "registered"
    LEARNED = "learned"
    REPORTED = "reported"
    TOLD = "told"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The latest that a study said of a public service.

    estimate, ci_low, ci_high   in `unit_of_measure`; None: nothing could be estimated
    """

    study_id: str
    revision: int
    programme_id: str
    metric: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    unit_of_measure: str
    registered: bool
    primary: bool
    verdict: str

    @property
    def can_be_claimed(self) -> bool:
        """Only a registered, primary study with the verdict improved speaks of the service."""
        return self.registered and self.primary and self.verdict == "improved"


@dataclass(frozen=True, kw_only=True)
class Group:
    """What colleagues of one position in one kind of unit gained.

    gain            normalised gain of their tests (1: everything learnable); None: not known
    applied_share   share (0-1) who say they use it; None: not known
    """

    position: str | None
    unit_kind: str | None
    people: int
    gain: float | None
    applied_share: float | None


@dataclass(frozen=True, kw_only=True)
class Story:
    """A colleague's own words, told with the name, as long as the consent stands."""

    employee_id: str
    text: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """claims   what it says, as plain data for the template"""

    campaign_id: str
    programme_id: str
    title: str
    position: str | None
    unit_kind: str | None
    claims: tuple[dict[str, Any], ...]
    status: Status
    drafted_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None

    @property
    def storyteller_id(self) -> str | None:
        """The colleague who is named in it."""
        return next((one["employee_id"] for one in self.claims if one["kind"] == "story"), None)

    @property
    def study_ids(self) -> set[str]:
        """The studies that its claims about the service rest on."""
        return {one["study_id"] for one in self.claims if one["kind"] == "service"}


def claims(group: Group | None, findings: Iterable[Finding], story: Story | None) -> list[Any]:
    """What may be said, the surest first."""
    said = [_of_the_service(one) for one in findings if one.can_be_claimed]
    if group is not None and group.people >= FEWEST_PEOPLE:
        said += _of_the_group(group)
    if story is not None:
        said.append(
            {
                "kind": "story",
                "certainty": Certainty.TOLD.value,
                "employee_id": story.employee_id,
                "text": dict(story.text),
            }
        )
    return said


def must_have_something_to_say(said: Sequence[Any]) -> None:
    if not said:
        raise Conflict(
            "there is nothing to show yet: no group of five colleagues was reviewed, no registered "
            "primary study found an improvement, and nobody agreed to be named"
        )


def approve(campaign: Campaign, by: str, *, roles: Collection[str], at: datetime) -> Campaign:
    """Raises Forbidden (not an officer), Conflict (no draft any more)."""
    if "officer" not in roles:
        raise Forbidden("only a training officer approves a campaign")
    if campaign.status is not Status.DRAFT:
        raise Conflict(f"the campaign is already {campaign.status}")
    return replace(campaign, status=Status.APPROVED, approved_by=by, approved_at=at)


def stop(campaign: Campaign) -> Campaign:
    """Raises Conflict where it was stopped before."""
    if campaign.status is Status.STOPPED:
        raise Conflict("the campaign is already stopped")
    return replace(campaign, status=Status.STOPPED)


def divide(employee_ids: Iterable[str], campaign_id: str) -> tuple[list[str], list[str]]:
    """Who is written to, and who is left alone to compare with; the same for the same campaign."""
    everybody = sorted(employee_ids)
    if len(everybody) < HOLD_OUT_FROM:
        return everybody, []
    chance = random.Random(campaign_id)
    left_alone = set(chance.sample(everybody, round(len(everybody) * HOLD_OUT_SHARE)))
    return [one for one in everybody if one not in left_alone], sorted(left_alone)


def _of_the_service(finding: Finding) -> dict[str, Any]:
    return {
        "kind": "service",
        "certainty": Certainty.REGISTERED.value,
        "study_id": finding.study_id,
        "revision": finding.revision,
        "metric": finding.metric,
        "estimate": finding.estimate,
        "ci_low": finding.ci_low,
        "ci_high": finding.ci_high,
        "unit_of_measure": finding.unit_of_measure,
    }


def _of_the_group(group: Group) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    if group.gain is not None and group.gain > 0:
        said.append(
            {
                "kind": "learned",
                "certainty": Certainty.LEARNED.value,
                "people": group.people,
                "gain": group.gain,
            }
        )
    if group.applied_share is not None and group.applied_share > 0:
        said.append(
            {
                "kind": "applied",
                "certainty": Certainty.REPORTED.value,
                "people": group.people,
                "share": group.applied_share,
            }
        )
    return said
