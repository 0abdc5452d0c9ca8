"""The calls of the enrolment service, one file for each subject; service.py joins them."""
