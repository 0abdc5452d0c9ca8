"""How a launcher finds this service."""

from pathlib import Path

from services.enrolment.sealing import prepare_seal
from services.enrolment.service import EnrolmentService
from shared.launcher.process import Part

PART = Part(
    EnrolmentService,
    Path(__file__).parent / "storage" / "migrations",
    prepare=prepare_seal,
)
