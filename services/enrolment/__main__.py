"""`python -m services.enrolment [migrate]`: this service on RabbitMQ and PostgreSQL."""

import sys

import shared.launcher.early  # noqa: F401  (first of all)
from services.enrolment.part import PART
from shared.launcher.process import main

main(PART, sys.argv[1:])
