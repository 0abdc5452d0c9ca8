"""What every service stands on: events, the bus, the database, the clock. It knows no service."""
