"""Sections of the document about a comparison: each a function of what is told."""
