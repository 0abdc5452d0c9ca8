"""Calls about what a class leaves behind: attendance, certificates, learning hours, letters."""

from services.enrolment.calls.attendance import AttendanceCalls
from services.enrolment.calls.certificates import CertificateCalls
from services.enrolment.calls.hours import HoursCalls
from services.enrolment.calls.letters import LetterCalls


class RecordCalls(AttendanceCalls, CertificateCalls, HoursCalls, LetterCalls):
    """Calls about what a class leaves behind: attendance, certificates, learning hours, letters."""
