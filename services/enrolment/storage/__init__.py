"""Everything that speaks SQL. Rows never leave; the caller owns the transaction."""
