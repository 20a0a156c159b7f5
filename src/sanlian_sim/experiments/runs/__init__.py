"""Doing runs, and keeping them as they finish."""
