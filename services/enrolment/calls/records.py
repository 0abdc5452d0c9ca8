"""Calls about what a class leaves behind: attendance, certificates, learning hours."""

from services.enrolment.calls.attendance import AttendanceCalls
from services.enrolment.calls.certificates import CertificateCalls
from services.enrolment.calls.hours import HoursCalls


class RecordCalls(AttendanceCalls, CertificateCalls, HoursCalls):
    """Calls about what a class leaves behind: attendance, certificates, learning hours."""
