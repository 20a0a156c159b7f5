"""Tested claims for readers."""
