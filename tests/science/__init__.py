"""Tests of the science: limits known exactly, patterns of the literature. No claim is tested."""
