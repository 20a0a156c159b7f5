"""What a run achieved and what it cost: pure measures on arrays."""
