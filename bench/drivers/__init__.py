"""How the bench handles each of the three implementations."""
