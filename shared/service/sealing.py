"""The seal for personal numbers as a dependency of a service."""

from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider
from sqlalchemy.orm import Session

from shared.seal import Seal, WrongKey, kept_seal
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.settings import BadSetting


class NumberSeal(DependencyProvider):
    """Every session of the service's database knows the seal (`session.info`).

    recognise   (session, fingerprint of the key) -> None; raises WrongKey where the database
                was sealed with another one, which stops the start
    """

    def __init__(self, recognise: Callable[[Session, str], None]):
        self._recognise = recognise

    def setup(self) -> None:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        database = wiring.databases[self.container.service_name]
        try:
            self.seal = kept_seal(wiring.settings.nip_key, wiring.settings.nip_key_file)
            with database.transaction() as session:
                self._recognise(session, self.seal.fingerprint)
        except (ValueError, OSError, WrongKey) as error:
            raise BadSetting(f"NIP_KEY: {error}") from error
        database.describe(seal=self.seal)

    def get_dependency(self, worker_ctx: Any) -> Seal:
        return self.seal
