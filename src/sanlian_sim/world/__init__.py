"""Who and where: the state of a simulated place at week 0."""
