"""`python -m services.evaluation [migrate]`: this service on RabbitMQ and PostgreSQL."""

import sys

import shared.launcher.early  # noqa: F401  (first of all)
from services.evaluation.part import PART
from shared.launcher.process import main

main(PART, sys.argv[1:])
