"""Use case: whether the provider of a programme can give an offering."""

from sqlalchemy.orm import Session

from services.enrolment.domain.offering import Offering
from services.enrolment.domain.provider import (
    a_degree_needs_an_agreement_in_force,
    provider_has_room,
)
from services.enrolment.storage.providers import Providers
from shared.working_calendar import WorkingCalendar


def the_provider_can_give_it(session: Session, offering: Offering) -> None:
    """Agreement and room, looked at without changing anything. Raises Conflict.

    The provider stays locked until the commit, so that two offerings cannot take one room.
    """
    calendar: WorkingCalendar = session.info["calendar"]
    providers, programme = Providers(session), offering.programme
    provider = providers.find(programme.provider, lock=True)
    first_day = calendar.day_of(offering.starts_at)
    a_degree_needs_an_agreement_in_force(programme, provider, first_day)
    if provider is not None and provider.capacity is not None:
        taken = providers.seats_given(provider, beside=offering)
        provider_has_room(provider, offering.capacity, taken)
