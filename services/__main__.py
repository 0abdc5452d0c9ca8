"""`python -m services`: all services in one process, on SQLite files, without any server."""

import shared.launcher.early  # noqa: F401  (first of all)
from services.parts import PARTS
from shared.launcher.process import main_embedded

main_embedded(PARTS)
