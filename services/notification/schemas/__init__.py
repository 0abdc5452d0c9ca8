"""What callers may send, and what they get: one file for each subject, as in `calls/`."""
