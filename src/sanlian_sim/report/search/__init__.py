"""Optimisations, discoveries and calibrations for readers."""
