"""Sweeps and analyses of sensitivity for readers."""
