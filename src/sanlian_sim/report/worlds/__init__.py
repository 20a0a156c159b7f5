"""The figure of a world."""
