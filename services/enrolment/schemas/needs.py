"""Training needs, as officers see them when they plan."""

from typing import Any

from marshmallow import fields, validate

from services.enrolment.schemas.common import plain
from services.enrolment.storage.needs import RankedNeed, Ranking
from shared.service.requests import Id, Listing, Title


class ListNeeds(Listing):
    """competency: whatever its spelling."""

    unit_id = Id(allow_none=True)
    competency = Title(allow_none=True)
    after = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^[0-9]{1,9}$")
    )


def need_item(need: RankedNeed, ranking: Ranking, programme_ids: list[str]) -> dict[str, Any]:
    """A need with the programmes that teach what is missing."""
    said = need._asdict()
    return {
        "rank": said.pop("place"),
        **said,
        "programme_ids": programme_ids,
        **plain(ranking._asdict()),
    }
