"""The seal for the numbers of civil servants, ready before the service starts."""

from services.enrolment.storage.kept_keys import has_a_nip_key, recognise_nip_key
from shared.seal import WrongKey, kept_seal
from shared.service.wiring import Wiring
from shared.settings import BadSetting, Settings

SERVICE = "enrolment"


def prepare_seal(wiring: Wiring) -> None:
    """Every session of the service's database knows the seal (`session.info`).

    Raises BadSetting where the key cannot be had, or is not the database's.
    """
    database, settings = wiring.databases[SERVICE], wiring.settings
    try:
        with database.reading() as session:
            _the_key_is_not_lost(settings, has_a_nip_key(session))
        seal = kept_seal(settings.nip_key, settings.nip_key_file)
        with database.transaction() as session:
            recognise_nip_key(session, seal.fingerprint)
    except (ValueError, OSError, WrongKey) as error:
        raise BadSetting(f"NIP_KEY: {error}") from error
    database.describe(seal=seal)


def _the_key_is_not_lost(settings: Settings, needed: bool) -> None:
    """A new key in its place would open nothing. Raises WrongKey."""
    if needed and settings.nip_key is None and not settings.nip_key_file.exists():
        raise WrongKey(
            f"the key of this database was kept in {settings.nip_key_file}, which is gone; "
            "bring it back from a backup"
        )
