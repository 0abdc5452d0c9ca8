"""The pages that people use: a plain client of the three services, that owns no data."""
