"""What all pages of one process share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.portal.calling import Caller
from services.portal.limiting import Limits
from services.portal.provider import Provider, provider_of
from services.portal.roster import Roster
from services.portal.signing import Signatures
from services.portal.units import Units
from services.portal.words import LANGUAGES, Words
from shared.links import Links
from shared.settings import Settings


@dataclass(frozen=True, kw_only=True)
class House:
    """provider   who knows people by password; None: nobody
    words      how pages speak, by language
    """

    settings: Settings
    caller: Caller
    signatures: Signatures
    roster: Roster
    units: Units
    provider: Provider | None
    links: Links
    words: Mapping[str, Words]
    limits: Limits

    @property
    def is_trial(self) -> bool:
        """On an embedded installation without a provider everybody may choose who to be."""
        return self.settings.rpc_amqp_uri is None and self.provider is None

    @property
    def is_encrypted(self) -> bool:
        """Whether people reach us by TLS, so that cookies may travel by nothing else."""
        return self.settings.portal_url.startswith("https://")

    async def call(self, service: str, method: str, **arguments: Any) -> Any:
        """Raises Refused, Away."""
        return await self.caller.call(service, method, arguments)


def house_of(settings: Settings, caller: Caller, signatures: Signatures, links: Links) -> House:
    """Raises BadSetting."""
    return House(
        settings=settings,
        caller=caller,
        signatures=signatures,
        roster=Roster(caller),
        units=Units(caller),
        provider=provider_of(settings),
        links=links,
        words={language: Words(language, settings.time_zone) for language in LANGUAGES},
        limits=Limits(),
    )
