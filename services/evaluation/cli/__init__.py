"""What operators can do on the evaluation service's database, a file for each command."""

SERVICE = "evaluation"
