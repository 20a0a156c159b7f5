"""Designs over parameters: points, runs, analysis."""
