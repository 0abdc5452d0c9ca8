"""What callers can ask of the notification service: one file for each subject."""
