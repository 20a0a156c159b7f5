"""Studies of a rollout, simulated with what they cannot observe."""
