"""Starts services as processes: wiring, ready line, health page, drain on SIGTERM."""
