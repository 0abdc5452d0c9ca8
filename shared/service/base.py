"""The class that every service extends: its name, and what is injected into it."""

from typing import Any

from nameko.extensions import DependencyProvider

from shared.clock import Clock
from shared.database import Database
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.settings import Settings


class _Wired(DependencyProvider):
    """Something of this process's wiring."""

    @property
    def wiring(self) -> Wiring:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        return wiring


class _Database(_Wired):
    def get_dependency(self, worker_ctx: Any) -> Database:
        return self.wiring.databases[self.container.service_name]


class _Clock(_Wired):
    def get_dependency(self, worker_ctx: Any) -> Clock:
        return self.wiring.clock


class _Settings(_Wired):
    def get_dependency(self, worker_ctx: Any) -> Settings:
        return self.wiring.settings


class _CorrelationId(DependencyProvider):
    """Of the call being answered; a redelivered call has the same one."""

    def get_dependency(self, worker_ctx: Any) -> str | None:
        return worker_ctx.data.get("correlation_id") if worker_ctx else None


class Service:
    """A nameko service: `@command`, `@query`, `@subscribe` and `@every` methods."""

    name: str
    database: Database = _Database()
    clock: Clock = _Clock()
    settings: Settings = _Settings()
    correlation_id: str | None = _CorrelationId()
