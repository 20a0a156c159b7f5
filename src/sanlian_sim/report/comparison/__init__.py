"""Comparisons for readers."""
