"""`lontar topology`: who publishes which event, and who hears it."""

from shared.events import event_types
from shared.operating.output import print_rows
from shared.topology import CATCH_ALL, EXCHANGES, LISTENS


def topology() -> None:
    """Show the map: every exchange, its events, and the services that listen to each.

    It comes with the code; no database and no broker is asked.
    """
    print_rows(("exchange", "event", "listening services"), _rows())


def _rows() -> list[tuple[str, str, str]]:
    rows = []
    for exchange in EXCHANGES:
        for name in (one.event_name for one in event_types() if one.exchange == exchange):
            rows.append((exchange, name, ", ".join(_listeners(name)) or "-"))
        for service in (one for one, of in CATCH_ALL.items() if of == exchange):
            rows.append((exchange, "(any other name)", f"{service}, which parks it"))
    return rows


def _listeners(event_name: str) -> list[str]:
    return [service for service, events in LISTENS.items() if event_name in events]
