"""What may be said of a programme to somebody who doubts, and how sure each of it is."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import learned, used
from services.evaluation.domain.telling import Group
from services.evaluation.measuring_learning import Found, Learners
from services.evaluation.storage.studies import Look, Studies
from services.evaluation.storage.ways import place_of

NOTHING_MEASURED = {
    "id": "Belum diukur apakah layanan berubah: tidak ada studi untuk program ini.",
    "en": "Whether the service changed has not been measured: there is no study of this programme.",
}
NOT_LOOKED_YET = {
    "id": "Studi sudah terdaftar; hasilnya belum ada.",
    "en": "A study is registered; it has found nothing yet.",
}


def group_of(session: Session, programme_id: str, employee_id: str) -> Group | None:
    """Colleagues in the same position and kind of unit; None: HR has not told of this person."""
    place = place_of(session, employee_id)
    if place is None:
        return None
    return Group(programme_id=programme_id, position=place[0], unit_kind=place[1])


def about_people(learners: Learners, group: Group) -> list[dict[str, Any]]:
    """What colleagues learned, and what they report of its use.

    Of the same position and kind of unit, else of all who completed the programme.
    """
    return [
        _item("learned", "learned", learners.learned, learned.sentence, group),
        _item("used", "reported", learners.used, used.sentence, group),
    ]


def about_service(session: Session, programme_id: str) -> list[dict[str, Any]]:
    """What the studies of a programme say of the service, the primary ones first."""
    studies = Studies(session)
    known = sorted(studies.of_programme(programme_id), key=lambda study: not study.primary)
    if not known:
        return [_changed(None, None, NOTHING_MEASURED)]
    return [
        _changed(study.study_id, study.metric, NOT_LOOKED_YET, studies.newest_look(study.study_id))
        | {"primary": study.primary}
        for study in known
    ]


def _item(
    about: str,
    certainty: str,
    look: Callable[[Group], Found],
    say: Callable[[dict[str, Any]], dict[str, str]],
    group: Group,
) -> dict[str, Any]:
    asked = group
    found, reason = look(group)
    if found is None and group.position is not None:
        asked = Group(programme_id=group.programme_id)
        found, _ = look(asked)
    return {
        "about": about,
        "certainty": certainty if found else "insufficient_data",
        "position": asked.position if found else group.position,
        "unit_kind": asked.unit_kind if found else group.unit_kind,
        "n": found["n"] if found else None,
        "found": found,
        "reason": None if found else reason,
        "sentence": say(found) if found else None,
    }


def _changed(
    study_id: str | None, metric: str | None, words: dict[str, str], look: Look | None = None
) -> dict[str, Any]:
    """What a study says; certainty: registered, exploratory or insufficient_data."""
    finding: dict[str, Any] = look.finding if look else {}
    figures = ("estimate", "ci_low", "ci_high", "relative", "n_treated", "n_comparison", "design")
    return {
        "about": "changed",
        "certainty": certainty_of(look),
        "study_id": study_id,
        "metric": metric,
        "verdict": finding.get("verdict", "insufficient_data"),
        "interim": look is not None and look.revision is None,
        "warnings": [one["code"] for one in finding.get("warnings", ())],
        **{name: finding.get(name) for name in figures},
        "sentence": finding.get("sentences", words),
        "primary": False,
    }


def certainty_of(look: Look | None) -> str:
    """An early look, or one without a record made before, promises nothing."""
    if look is None or look.finding["verdict"] == "insufficient_data":
        return "insufficient_data"
    codes = {one["code"] for one in look.finding["warnings"]}
    return "exploratory" if look.revision is None or "exploratory" in codes else "registered"
