"""What callers may send about a person's own data, and what they get."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.notification.domain.delivery import Delivery
from services.notification.domain.preferences import Preferences, to_plain
from services.notification.schemas.deliveries import delivery_view
from shared.service.requests import Id, Request


class ExportPerson(Request):
    employee_id = Id(required=True)


class ErasePerson(Request):
    """requested_by: on whose word, for the audit."""

    employee_id = Id(required=True)
    requested_by = Id(load_default=None, allow_none=True)


def export_view(
    person: dict[str, Any],
    wishes: Preferences,
    messages: Sequence[dict[str, Any]],
    deliveries: Mapping[str, Sequence[Delivery]],
) -> dict[str, Any]:
    """All that is known of a person; messages in words, with what became of them."""
    return {
        **person,
        "preferences": to_plain(wishes),
        "messages": [
            {
                **one,
                "deliveries": [
                    delivery_view(each) for each in deliveries.get(one["notification_id"], ())
                ],
            }
            for one in messages
        ],
    }
