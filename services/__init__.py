"""The independent services of Lontar, and the commands that start and operate them."""
