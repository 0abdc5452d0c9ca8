"""Statistics: pure functions on arrays. What they assume stands in each of them."""
