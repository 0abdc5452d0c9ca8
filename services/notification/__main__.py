"""`python -m services.notification [migrate]`: this service on RabbitMQ and PostgreSQL."""

import sys

import shared.launcher.early  # noqa: F401  (first of all)
from services.notification.part import PART
from shared.launcher.process import main

main(PART, sys.argv[1:])
