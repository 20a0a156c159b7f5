"""Every scenario against the baseline: differences, cost-effectiveness, equity."""
