"""What others build on: the events as they travel, the calls, the settings, the catalogue."""
