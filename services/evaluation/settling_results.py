"""The system's own evaluation of each enrolment (results) points to a study, which settles it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import settle
from services.evaluation.domain.study import Study, covering
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.offerings import Offerings
from services.evaluation.storage.studies import Studies

AT_ONCE = 500


def study_of(session: Session, enrolment_id: str, zone: ZoneInfo) -> Study | None:
    """The study that covers an enrolment; None: nothing does."""
    offering = Offerings(session).of_enrolment(enrolment_id)
    if offering is None:
        return None
    return covering(Studies(session).of_programme(offering.programme_id), offering, zone)


def settle_some_results(session: Session, study: Study, now: datetime, zone: ZoneInfo) -> int:
    """Submit what a study with a verdict answers for, some at a time; how many it were."""
    studies = Studies(session).of_programme(study.programme_id)
    answered_for = [
        offering.offering_id
        for offering in Offerings(session).of_programme(study.programme_id)
        if (answering := covering(studies, offering, zone)) and answering.study_id == study.study_id
    ]
    evaluations = Evaluations(session)
    found = evaluations.lock_results_of(answered_for, AT_ONCE)
    for one in found:
        evaluations.record(*settle(one, now))
    return len(found)
