"""The rules of evaluating. Pure: no database, no bus, no clock."""
