"""What callers can ask of the evaluation service: one file for each subject."""
