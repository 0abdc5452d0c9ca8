"""Who hears of what, and what becomes of a delivery. Pure: no database, no bus, no clock."""
