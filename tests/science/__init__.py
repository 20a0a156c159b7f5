"""Tests of the science: known limits, exact laws, patterns of the literature. No claim is tested."""
