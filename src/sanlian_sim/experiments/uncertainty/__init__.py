"""Parameters drawn from their plausible ranges."""
