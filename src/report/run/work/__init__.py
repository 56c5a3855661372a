"""Work: executing notebooks, calling functions in warm workers, here or on a cluster."""
