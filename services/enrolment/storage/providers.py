"""Who gives programmes."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.enrolment.domain.offering import Offering, OfferingStatus
from services.enrolment.domain.provider import Provider
from services.enrolment.storage.tables.catalogue import ProgrammeVersionRow, ProviderRow
from services.enrolment.storage.tables.offerings import OfferingRow
from shared.errors import Conflict, NotFound


class Providers:
    """Providers as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, provider_id: str) -> Provider:
        """Raises NotFound."""
        row = self._session.get(ProviderRow, provider_id)
        if row is None:
            raise NotFound("provider", provider_id)
        return _provider(row)

    def find(self, named: str | None, *, lock: bool = False) -> Provider | None:
        """The one with this id or name, whatever its case; None: only words."""
        if named is None:
            return None
        statement = select(ProviderRow).where(
            or_(ProviderRow.provider_id == named, ProviderRow.name_key == _key(named))
        )
        statement = statement.order_by(ProviderRow.provider_id).limit(1)
        row = self._session.scalars(statement.with_for_update() if lock else statement).first()
        return _provider(row) if row else None

    def save(self, provider: Provider) -> None:
        """Add a provider, or change one from now on. Raises Conflict: the name is taken."""
        namesake = self.find(provider.name)
        if namesake and namesake.provider_id != provider.provider_id:
            raise Conflict(
                f"there is a provider {namesake.name!r} already ({namesake.provider_id}): "
                "change that one, or choose another name"
            )
        self._session.merge(ProviderRow(**vars(provider), name_key=_key(provider.name)))

    def page(self, after: str | None, limit: int) -> Sequence[Provider]:
        """Up to limit providers after an id, the oldest first."""
        statement = select(ProviderRow).order_by(ProviderRow.provider_id).limit(limit)
        if after:
            statement = statement.where(ProviderRow.provider_id > after)
        return [_provider(row) for row in self._session.scalars(statement)]

    def seats_given(self, provider: Provider, beside: Offering) -> int:
        """Seats of all other offerings of a provider at any time of this one."""
        return self._seats_between(provider, beside.offering_id, beside.starts_at, beside.ends_at)

    def _seats_between(
        self, provider: Provider, beside_id: str, starts_at: datetime, ends_at: datetime
    ) -> int:
        given_by = func.lower(ProgrammeVersionRow.provider)
        statement = (
            select(func.coalesce(func.sum(OfferingRow.capacity), 0))
            .join(
                ProgrammeVersionRow,
                (ProgrammeVersionRow.programme_id == OfferingRow.programme_id)
                & (ProgrammeVersionRow.version == OfferingRow.programme_version),
            )
            .where(
                given_by.in_([provider.provider_id.lower(), provider.name.lower()]),
                OfferingRow.offering_id != beside_id,
                OfferingRow.status != OfferingStatus.CANCELLED,
                OfferingRow.starts_at < ends_at,
                OfferingRow.ends_at > starts_at,
            )
        )
        return self._session.scalars(statement).one()


def _key(name: str) -> str:
    return " ".join(name.split()).lower()


def _provider(row: ProviderRow) -> Provider:
    return Provider(**{each.name: getattr(row, each.name) for each in fields(Provider)})
