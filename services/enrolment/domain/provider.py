"""Who gives programmes: universities and training centres, and the agreements with them."""

from dataclasses import dataclass
from datetime import date

from services.enrolment.domain.programme import Programme
from shared.errors import Conflict, ValidationError


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A university or a training centre.

    capacity           learners of ours that it takes at one time; None: no limit is agreed
    agreement_number   of the memorandum of understanding (MoU)
    agreement_from, agreement_until   its first and last day; None: there is none, or no end
    """

    provider_id: str
    name: str
    kind: str
    capacity: int | None = None
    agreement_number: str | None = None
    agreement_from: date | None = None
    agreement_until: date | None = None

    def has_an_agreement_on(self, day: date) -> bool:
        """Whether the agreement is in force on a day."""
        if self.agreement_from is None or day < self.agreement_from:
            return False
        return self.agreement_until is None or day <= self.agreement_until


def agreement_makes_sense(provider: Provider) -> None:
    """Raises ValidationError."""
    begins, ends = provider.agreement_from, provider.agreement_until
    if ends is not None and begins is None:
        reason = {"agreement_from": ["must be given with agreement_until"]}
        raise ValidationError("an agreement needs its first day", reason)
    if begins is not None and ends is not None and ends < begins:
        reason = {"agreement_until": ["must not be before agreement_from"]}
        raise ValidationError("an agreement must end after it begins", reason)


def a_degree_needs_an_agreement_in_force(
    programme: Programme, provider: Provider | None, first_day: date
) -> None:
    """Of whoever gives the degree, on its first day; nobody named has no rule."""
    if programme.kind != "degree" or programme.provider is None:
        return
    if provider is None:
        raise Conflict(
            f"a degree needs an agreement (MoU) and {programme.provider!r} is not a registered "
            "provider: save_provider with its agreement, then try again"
        )
    if not provider.has_an_agreement_on(first_day):
        raise Conflict(
            f"the agreement (MoU) with {provider.name} is not in force on {first_day}: "
            f"{_period(provider)}; renew it with save_provider or choose another day"
        )


def provider_has_room(provider: Provider | None, wanted: int, taken: int) -> None:
    """taken: learners that it already has, or may get, during these days."""
    if provider is None or provider.capacity is None or wanted + taken <= provider.capacity:
        return
    others = f", and {taken} are given to other offerings of these days" if taken else ""
    raise Conflict(
        f"{provider.name} takes {provider.capacity} of our learners at one time, {wanted} are "
        f"wanted{others}: lower the capacity, or choose other days or another provider"
    )


def _period(provider: Provider) -> str:
    if provider.agreement_from is None:
        return "there is none"
    return f"it runs from {provider.agreement_from} to {provider.agreement_until or 'no end'}"
