"""Keys: what a result is made from, and the results kept under it."""
