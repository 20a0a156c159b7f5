"""Searches: policies that none beats, what decides, parameters that fit."""
