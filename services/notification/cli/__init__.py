"""What operators can do on the notification service's database, a file for each subject."""

SERVICE = "notification"
