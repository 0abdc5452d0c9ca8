"""The process: settings, keys, the port, the ready line, and an orderly end."""

import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from services.portal.application import application
from services.portal.calling import BrokerCaller, Caller, DoorCaller
from services.portal.house import House, house_of
from services.portal.signing import Signatures
from shared.launcher.collecting import collect_seldom
from shared.launcher.logs import configure_logs
from shared.links import Links, kept_links
from shared.seal import kept_key
from shared.settings import BadSetting, Settings, read_settings

CALL_SECONDS = 10.0
"""How long a page waits for a service before it says that it is away."""

_DRAIN_SECONDS = 20


def main() -> None:
    """Serve until SIGTERM; what an operator can mend is told in one line on stderr."""
    for number in (signal.SIGTERM, signal.SIGINT):  # while it serves, the server has its own
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        settings = read_settings()
        configure_logs(settings.log_level)
        house = house_of(settings, _caller(settings), _signatures(settings), _links(settings))
    except (BadSetting, OSError) as error:
        raise SystemExit(f"lontar: {error}") from None
    server = _Server(_config(house))
    server.run()
    if not server.started:
        raise SystemExit(f"lontar: PORTAL_PORT {settings.portal_port} cannot be had")


class _Server(uvicorn.Server):
    """Says on stdout when it can be asked."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            collect_seldom()
            print("portal ready", flush=True)  # noqa: T201


def _config(house: House) -> uvicorn.Config:
    """On a trial only this machine may come in, because anybody may be anyone there."""
    settings = house.settings
    return uvicorn.Config(
        application(house, _lifespan(house.caller)),
        host="127.0.0.1" if house.is_trial else "0.0.0.0",
        port=settings.portal_port,
        log_level="error",
        access_log=False,  # addresses of pages and of people are nobody's business
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.portal_proxies,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )


def _lifespan(caller: Caller) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await caller.begin()
        yield
        await caller.end()

    return lifespan


def _caller(settings: Settings) -> Caller:
    if settings.rpc_amqp_uri:
        return BrokerCaller(settings.rpc_amqp_uri, CALL_SECONDS)
    return DoorCaller(settings.data_dir, CALL_SECONDS)


def _signatures(settings: Settings) -> Signatures:
    try:
        return Signatures(kept_key(settings.portal_key, settings.portal_key_file))
    except ValueError as error:
        raise BadSetting(f"PORTAL_KEY: {error}") from error


def _links(settings: Settings) -> Links:
    try:
        return kept_links(settings)
    except ValueError as error:
        raise BadSetting(f"LINK_KEY: {error}") from error
