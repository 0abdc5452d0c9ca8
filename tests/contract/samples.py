"""One sample of every event. The people and offices in them are invented."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from shared.events import Event
from shared.events.certificate import CertificateExpiring, CertificateRenewed, CertificateRevoked
from shared.events.coverage import CoverageShort, ShortDay
from shared.events.enrolment import (
    Certificate,
    EnrolmentApproved,
    EnrolmentCancelled,
    EnrolmentDeclined,
    EnrolmentEnrolled,
    EnrolmentExpired,
    EnrolmentRejected,
    EnrolmentRequested,
    EnrolmentWaitlisted,
    Meeting,
    OfferingCancelled,
    OfferingChanged,
    OfferingScheduled,
    TrainingCompleted,
    TrainingCompletionReversed,
    TrainingNotCompleted,
)
from shared.events.evaluation import (
    EffectMeasured,
    EffectWarning,
    EvaluationCancelled,
    EvaluationDueSoon,
    EvaluationOpened,
    EvaluationOverdue,
    EvaluationScheduled,
    EvaluationSubmitted,
    GroupReview,
    NeedsRanked,
    ProgrammeReviewed,
    RankedNeed,
    ScheduledItem,
)
from shared.events.hours import HoursEnough, HoursShort
from shared.events.hr import (
    ComplaintReceived,
    EmployeeChanged,
    LeaveChanged,
    MessageParked,
    PerformanceRated,
    ServiceMeasured,
    UnitChanged,
)
from shared.events.notification import NotificationDelivered, NotificationFailed
from shared.events.study import (
    StudyApplied,
    StudyBondEnded,
    StudyCompleted,
    StudyDecreed,
    StudyEnded,
    StudyExtended,
    StudyRejected,
    StudyReportDue,
    StudyReportOverdue,
    StudyReportSubmitted,
    StudyReturned,
    StudySelected,
    StudyStarted,
)

WITA = timezone(timedelta(hours=8))
RECORDED_AT = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=UTC)
COMPLETED_AT = datetime(2026, 11, 20, 15, 30, tzinfo=WITA)

ENROLMENT = "01936a2b-1c00-7a00-8000-000000000001"
OFFERING = "01936a2b-1c00-7a00-8000-000000000002"
PROGRAMME = "01936a2b-1c00-7a00-8000-000000000003"
EVALUATION = "01936a2b-1c00-7a00-8000-000000000004"
CERTIFICATE = "01936a2b-1c00-7a00-8000-000000000005"
MESSAGE = "01936a2b-1c00-7a00-8000-000000000006"
PARKED_ROW = "01936a2b-1c00-7a00-8000-000000000007"

PROGRAMME_TITLE = "Pelayanan Publik Prima “Alak”"

_recorded: dict[str, Any] = {"occurred_at": RECORDED_AT}
_seat: dict[str, Any] = _recorded | {
    "enrolment_id": ENROLMENT,
    "employee_id": "E-1042",
    "offering_id": OFFERING,
    "programme_id": PROGRAMME,
    "title": PROGRAMME_TITLE,
}
_outcome = {name: value for name, value in _seat.items() if name != "offering_id"}
_evaluation: dict[str, Any] = _recorded | {
    "evaluation_id": EVALUATION,
    "enrolment_id": ENROLMENT,
    "employee_id": "E-1042",
    "respondent_id": "E-0007",
    "level": 3,
    "due_at": datetime(2027, 3, 4, 7, 30, tzinfo=UTC),
    "title": PROGRAMME_TITLE,
}
_MEETINGS = [
    Meeting(
        starts_at=datetime(2026, 11, 18, 0, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 18, 7, 30, tzinfo=UTC),
    ),
    Meeting(
        starts_at=datetime(2026, 11, 20, 0, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 20, 7, 30, tzinfo=UTC),
        venue="Laboratorium Komputer",
    ),
]
_offering: dict[str, Any] = _recorded | {
    "offering_id": OFFERING,
    "programme_id": PROGRAMME,
    "title": PROGRAMME_TITLE,
    "starts_at": datetime(2026, 11, 18, 0, 0, tzinfo=UTC),
    "ends_at": datetime(2026, 11, 20, 7, 30, tzinfo=UTC),
    "venue": "Aula Kecamatan Alak",
    "meetings": _MEETINGS,
    "employee_ids": ["E-1042", "E-1043"],
}
_certificate: dict[str, Any] = _recorded | {
    "certificate_id": CERTIFICATE,
    "code": "7K2M-9QRT-XW4B-HZ3D",
    "enrolment_id": ENROLMENT,
    "employee_id": "E-1042",
    "expires_at": COMPLETED_AT.replace(year=2029),
}
_study: dict[str, Any] = _recorded | {
    "study_id": "01936a2b-1c00-7a00-8000-000000000009",
    "employee_id": "E-1042",
    "programme_id": PROGRAMME,
    "title": "Magister Administrasi Publik",
}
_hours: dict[str, Any] = _recorded | {
    "notice_id": "01936a2b-1c00-7a00-8000-000000000011",
    "employee_id": "E-1042",
    "year": 2026,
}
_delivery: dict[str, Any] = _recorded | {
    "notification_id": MESSAGE,
    "employee_id": "E-1042",
    "channel": "email",
    "about": "training.completed",
}

SAMPLES: list[Event] = [
    EmployeeChanged(
        **_recorded,
        employee_id="E-1042",
        name="Maria Tefa",
        unit_id="DISDUKCAPIL",
        position="Operator SIAK",
        supervisor_id="E-0007",
        email="maria.tefa@alak.example",
        employment="PPPK",
        active=True,
        changed_at=datetime(2026, 11, 24, 8, 30, tzinfo=WITA),
        nip="199003122023992901",
        phone="+62 000 1042",
        language="id",
        roles=["officer"],
        appointed_on=date(2023, 3, 1),
        grade="IX",
        effective_on=date(2026, 12, 1),
    ),
    UnitChanged(
        **_recorded,
        unit_id="DISDUKCAPIL",
        name="Dinas Kependudukan dan Pencatatan Sipil",
        parent_id=None,
        min_on_duty=4,
        changed_at=datetime(2026, 11, 24, 8, 30, tzinfo=WITA),
        kind="dinas",
        head_id="E-0001",
        min_on_duty_by_position={"Operator SIAK": 2},
    ),
    MessageParked(
        **_recorded,
        id="simpeg-7781",
        type="employee.changed",
        reason="employee.changed is off its schema: Object missing required field `name`",
        source="/hr/simpeg",
        parked_by="enrolment",
        parked_id=PARKED_ROW,
    ),
    OfferingScheduled(
        **_recorded,
        offering_id=OFFERING,
        programme_id=PROGRAMME,
        title=PROGRAMME_TITLE,
        starts_at=datetime(2026, 11, 18, 0, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 20, 7, 30, tzinfo=UTC),
        venue="Aula Kecamatan Alak",
        competencies=["pelayanan publik", "komunikasi"],
        meetings=_MEETINGS,
    ),
    EnrolmentRequested(**_seat, approver_id="E-0007"),
    EnrolmentApproved(**_seat),
    EnrolmentRejected(**_seat, reason="two colleagues are away that week"),
    EnrolmentEnrolled(**_seat, programme_kind="training", learning_hours=20),
    EnrolmentCancelled(**_seat, reason=None),
    TrainingCompleted(
        **_seat,
        unit_id="DISDUKCAPIL",
        supervisor_id="E-0007",
        programme_kind="training",
        competencies=["pelayanan publik", "komunikasi"],
        learning_hours=22.5,
        completed_at=COMPLETED_AT,
        score=87.5,
        certificate=Certificate(
            certificate_id=CERTIFICATE,
            code="7K2M-9QRT-XW4B-HZ3D",
            expires_at=COMPLETED_AT.replace(year=2029),
        ),
    ),
    TrainingNotCompleted(**_seat, reason="failed"),
    TrainingCompletionReversed(**_outcome, reason="recorded for the wrong class"),
    EvaluationScheduled(
        **_outcome,
        items=[
            ScheduledItem(
                evaluation_id=EVALUATION,
                level=1,
                respondent_id="E-1042",
                opens_at=RECORDED_AT,
                due_at=datetime(2026, 11, 27, 1, 2, 3, 456789, tzinfo=UTC),
            ),
            ScheduledItem(
                evaluation_id=EVALUATION.replace("0004", "0008"),
                level=4,
                respondent_id=None,
                opens_at=datetime(2027, 5, 19, 7, 30, tzinfo=UTC),
                due_at=datetime(2027, 6, 18, 7, 30, tzinfo=UTC),
            ),
        ],
    ),
    EvaluationOpened(**_evaluation),
    EvaluationDueSoon(**_evaluation),
    EvaluationOverdue(**_evaluation, escalated_to="E-0007"),
    EvaluationSubmitted(**_evaluation),
    EvaluationCancelled(**_evaluation | {"respondent_id": None}, reason="sudah pindah tugas"),
    NeedsRanked(
        **_recorded,
        ranking_id=EVALUATION,
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
        needs=[
            RankedNeed(
                unit_id="DISDUKCAPIL", competency="pelayanan publik", score=4.2, complaints=31
            )
        ],
    ),
    EffectMeasured(
        **_recorded,
        study_id=EVALUATION,
        revision=1,
        programme_id=PROGRAMME,
        metric="waiting_minutes",
        estimate=-8.1,
        ci_low=-11.9,
        ci_high=-4.3,
        unit_of_measure="minutes",
        n_treated=12,
        n_comparison=12,
        design="difference-in-differences",
        registered=True,
        primary=True,
        warnings=[EffectWarning(code="few_clusters", text="few units on a side")],
        verdict="improved",
    ),
    ProgrammeReviewed(
        **_recorded,
        programme_id=PROGRAMME,
        title=PROGRAMME_TITLE,
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
        completed=14,
        groups=[
            GroupReview(
                position="Operator SIAK",
                unit_kind="dinas",
                people=8,
                gain=0.42,
                applied_share=0.75,
            )
        ],
    ),
    ComplaintReceived(
        **_recorded,
        complaint_id="LAPOR-4711",
        category="antrean",
        received_at=datetime(2026, 11, 23, 9, 0, tzinfo=WITA),
        changed_at=datetime(2026, 11, 24, 8, 30, tzinfo=WITA),
        unit_id="DISDUKCAPIL",
        text="Menunggu dua jam di loket.",
        source="SP4N-LAPOR",
    ),
    ServiceMeasured(
        **_recorded,
        unit_id="DISDUKCAPIL",
        metric="waiting_minutes",
        date=date(2026, 11, 23),
        value=42.5,
        statistic="mean",
        n=118,
        changed_at=datetime(2026, 11, 24, 8, 30, tzinfo=WITA),
    ),
    NotificationDelivered(**_delivery),
    NotificationFailed(**_delivery, reason="550 no such user"),
    LeaveChanged(
        **_recorded,
        leave_id="CUTI-77",
        employee_id="E-1042",
        starts_on=date(2026, 12, 21),
        ends_on=date(2026, 12, 23),
        status="approved",
        changed_at=datetime(2026, 11, 24, 8, 30, tzinfo=WITA),
        kind="cuti tahunan",
    ),
    PerformanceRated(
        **_recorded,
        employee_id="E-1042",
        period="2025",
        predicate="Baik",
        changed_at=datetime(2026, 1, 20, 8, 30, tzinfo=WITA),
    ),
    OfferingChanged(**_offering, changed=["meetings", "venue"]),
    OfferingCancelled(**_offering, reason="too few participants"),
    CoverageShort(
        **_recorded,
        warning_id=PARKED_ROW,
        unit_id="DISDUKCAPIL",
        unit_name="Loket Kependudukan",
        because="leave or study changed",
        days=[
            ShortDay(day=date(2026, 11, 18), position=None, on_duty=3, min_on_duty=4),
            ShortDay(day=date(2026, 11, 19), position="Kasir", on_duty=0, min_on_duty=1),
        ],
    ),
    EnrolmentWaitlisted(**_seat, reason=None),
    EnrolmentDeclined(**_seat, reason="experienced", nominated_by="E-0007"),
    EnrolmentExpired(**_seat, reason="nobody decided in time"),
    CertificateRenewed(**_certificate, renews_id=CERTIFICATE.replace("0005", "0010")),
    CertificateRevoked(**_certificate, reason="recorded for the wrong class"),
    CertificateExpiring(**_certificate),
    HoursShort(
        **_hours,
        credited=7.5,
        planned=4.0,
        target=20.0,
        short_by=8.5,
        due_on=date(2026, 12, 31),
        unit_id="KEL-ALAK",
    ),
    HoursEnough(**_hours, credited=7.5, planned=16.0, target=20.0),
    StudyApplied(**_study),
    StudySelected(**_study),
    StudyRejected(**_study, reason=None),
    StudyDecreed(**_study, decree_number="821/12/BKPSDM/2026"),
    StudyStarted(**_study, started_on=date(2026, 9, 1), ends_on=date(2028, 8, 31)),
    StudyReportDue(**_study, semester=1, due_on=date(2027, 3, 1)),
    StudyReportOverdue(
        **_study, semester=1, due_on=date(2027, 3, 1), step=1, escalated_to="E-0007"
    ),
    StudyReportSubmitted(**_study, semester=1),
    StudyExtended(**_study, ends_on=date(2029, 2, 28)),
    StudyReturned(**_study, returned_on=date(2028, 9, 1), bond_days=1460),
    StudyCompleted(**_study),
    StudyEnded(**_study, reason="withdrew"),
    StudyBondEnded(**_study, outcome="served", days_open=0),
]
