"""`lontar import`: the files of all services under one name."""

from services.enrolment.cli.importing import app
from services.evaluation.cli.importing import gaps, skm

app.command("skm")(skm)
app.command("gaps")(gaps)
