"""The rules of enrolling and completing. Pure: no database, no bus, no clock."""
