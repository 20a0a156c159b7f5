"""Stepped wedges for readers."""
