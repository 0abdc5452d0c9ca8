"""What is done once, on a migrated database, before the service starts."""

from services.notification.sealing import SERVICE, know_the_seal
from services.notification.storage.sealed_contacts import (
    seal_some,
    seal_webhooks,
    seal_what_is_ahead,
)
from shared.service.wiring import Wiring


def prepare_contacts(wiring: Wiring) -> None:
    """Seal what is still plain, where there is a key. Raises BadSetting."""
    database = wiring.databases[SERVICE]
    seal = know_the_seal(database, wiring.settings)
    if seal is None:
        return
    with database.transaction() as session:
        seal_what_is_ahead(session, seal)
        seal_webhooks(session, seal)
    sealed = 1
    while sealed:
        with database.transaction() as session:
            sealed = seal_some(session, seal)
