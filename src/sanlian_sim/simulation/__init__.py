"""One run: Mesa model, agents as rows, and its result."""
