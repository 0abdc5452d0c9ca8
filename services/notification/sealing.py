"""The seal for addresses, known before the service or a command works."""

from services.notification.storage.contact_seal import SEAL, ContactSeal
from services.notification.storage.sealed_contacts import (
    are_sealed,
    recognise,
)
from shared.answer_seal import ANSWER_SEAL
from shared.database import Database
from shared.seal import WrongKey
from shared.settings import BadSetting, Settings

SERVICE = "notification"


def know_the_seal(database: Database, settings: Settings) -> ContactSeal | None:
    """Every session of the database knows the seal; None: there is no key. Raises BadSetting."""
    if settings.contact_key is None:
        with database.reading() as session:
            if are_sealed(session):
                raise BadSetting(
                    "CONTACT_KEY is not set, but the addresses of this database are sealed: "
                    "bring the key back"
                )
        return None
    seal = ContactSeal(settings.contact_key)
    try:
        with database.transaction() as session:
            recognise(session, seal)
    except WrongKey as error:
        raise BadSetting(f"CONTACT_KEY {error}") from None
    database.describe(**{SEAL: seal, ANSWER_SEAL: seal})
    return seal
