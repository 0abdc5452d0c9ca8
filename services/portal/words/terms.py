"""The words of the services' answers, as people say them; each is translated in the catalogues."""

from services.portal.words.marking import marked

TERMS: dict[object, str] = {
    # enrolments
    "requested": marked("Waiting for a decision"),
    "waitlisted": marked("On the waiting list"),
    "enrolled": marked("Enrolled"),
    "completed": marked("Completed"),
    "not_completed": marked("Not completed"),
    "rejected": marked("Rejected"),
    "declined": marked("Declined"),
    "cancelled": marked("Cancelled"),
    "expired": marked("Expired"),
    "refused": marked("Refused"),
    # offerings
    "scheduled": marked("Announced"),
    "confirmed": marked("Takes place"),
    "ended": marked("Ended"),
    # evaluations
    "open": marked("Open"),
    "overdue": marked("Overdue"),
    "submitted": marked("Answered"),
    # certificates
    "valid": marked("Valid"),
    "revoked": marked("Revoked"),
    # attendance
    "present": marked("Present"),
    "excused": marked("Excused"),
    "absent": marked("Absent"),
    # programmes, budgets
    "training": marked("Training"),
    "degree": marked("Formal education"),
    "restrictive": marked("Restrictive: refuses what it cannot pay"),
    "indicative": marked("Indicative: warns only"),
    # reasons
    "experienced": marked("I know this already and can show it"),
    "workload": marked("Too much work at the moment"),
    "family": marked("Family reasons"),
    "topic": marked("The topic does not fit my work"),
    "other": marked("Another reason"),
    "no_show": marked("Did not come"),
    "attendance": marked("Attended too little"),
    "failed": marked("Did not pass"),
    "withdrawn": marked("Withdrawn"),
    # preferences
    "daily": marked("Once a day, together"),
    "weekly": marked("Once a week, together"),
    # what was learned elsewhere
    "recorded": marked("Waiting for confirmation"),
    "reversed": marked("Taken back"),
    # absences
    "leave": marked("Leave"),
    "study": marked("Study assignment"),
    # studies
    "applied": marked("Applied"),
    "selected": marked("Selected"),
    "decreed": marked("Decreed"),
    "under_way": marked("Studying"),
    # reports of a study
    "planned": marked("Planned"),
    "due": marked("Due"),
    "escalated": marked("Overdue"),
    "waived": marked("Not needed any more"),
    # what messages are about, where a reader may do without
    "certificate.expiring": marked("A certificate is about to expire"),
    "coverage.short": marked("A counter may be short of people"),
    "effect.measured": marked("A study has a result"),
    "enrolment.enrolled": marked("A seat was given"),
    "enrolment.expired": marked("A request expired"),
    "enrolment.rejected": marked("A request was rejected"),
    "enrolment.waitlisted": marked("A place on the waiting list"),
    "evaluation.cancelled": marked("A form is not needed any more"),
    "evaluation.due_soon": marked("A form is due soon"),
    "evaluation.opened": marked("A form can be answered"),
    "evaluation.overdue": marked("A form is overdue"),
    "evaluation.scheduled": marked("Forms after a training"),
    "message.parked": marked("A message between systems failed"),
    "programme.reviewed": marked("Campaigns"),
    "study.bond_ended": marked("A service bond ended"),
    "study.decreed": marked("A study was decreed"),
    "study.extended": marked("A study was extended"),
    "study.rejected": marked("A study was rejected"),
    "study.report_due": marked("A study report is due"),
    "study.returned": marked("Back from a study"),
    "study.selected": marked("Selected for a study"),
    "study.started": marked("A study began"),
    "training.completed": marked("A training was completed"),
    "training.not_completed": marked("A training was not completed"),
    # effect studies
    "registered": marked("Registered"),
    "measured": marked("Measured"),
    "improved": marked("The service improved"),
    "worsened": marked("The service became worse"),
    "no_evidence": marked("No evidence of a change"),
    "insufficient_data": marked("Too few data to say"),
    "waiting_minutes": marked("Waiting time (minutes)"),
    "services_count": marked("Number of services"),
    "complaints_count": marked("Number of complaints"),
    # answers
    "level 1": marked("Reaction"),
    "level 2": marked("Learning"),
    "level 3": marked("Behaviour at work"),
    "participant": marked("Participants"),
    "supervisor": marked("Supervisors"),
    # campaigns
    "draft": marked("Draft"),
    "approved": marked("Approved"),
    "stopped": marked("Stopped"),
    "told": marked("Written to"),
    "left_alone": marked("Left alone, to compare"),
}
