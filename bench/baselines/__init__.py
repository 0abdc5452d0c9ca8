"""The two yardsticks: the same chain as stock nameko writes it, and with no framework."""
