"""What operators can do on the enrolment service's database, a file for each command."""

SERVICE = "enrolment"
