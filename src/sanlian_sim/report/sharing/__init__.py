"""Results packed to be shared."""
