"""What operators and analysts can do with evaluation, a file for each command."""

SERVICE = "evaluation"
