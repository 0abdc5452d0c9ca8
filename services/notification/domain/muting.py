"""What a person need not hear of outside the inbox, and what everybody must hear of."""

from collections.abc import Sequence

from services.notification.domain.occasions import CRITICAL, KIND_OF, Kind
from services.notification.domain.preferences import Preferences
from shared.errors import ValidationError


def is_muted(wishes: Preferences, about: str) -> bool:
    """Whether a message about this event stays in the inbox; a critical one never does."""
    if about in CRITICAL:
        return False
    return about in wishes.muted or KIND_OF.get(about) in wishes.muted


def may_be_muted(about: str) -> bool:
    """Whether a reader may do without messages about this event."""
    return about in KIND_OF and about not in CRITICAL


def can_be_muted(muted: Sequence[str]) -> None:
    """Kinds and names of events. A kind mutes what of it is not critical.

    Raises ValidationError naming what cannot be muted.
    """
    critical = [f"{one} is critical and cannot be muted" for one in muted if one in CRITICAL]
    mutable = ", ".join([*Kind, *sorted(KIND_OF.keys() - CRITICAL)])
    unknown = [
        f"there is no kind or event {one!r}; what can be muted: {mutable}"
        for one in muted
        if one not in KIND_OF and one not in list(Kind)
    ]
    if critical or unknown:
        raise ValidationError("the arguments are not valid", {"muted": critical + unknown})
