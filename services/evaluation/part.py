"""How a launcher finds this service."""

from pathlib import Path

from services.evaluation.service import EvaluationService
from shared.launcher.process import Part

PART = Part(EvaluationService, Path(__file__).parent / "storage" / "migrations")
