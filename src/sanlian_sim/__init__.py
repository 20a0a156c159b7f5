"""Agent-based simulation of communities, social organisations and social workers in linkage."""
