"""What replicates tell: pure functions on arrays."""
