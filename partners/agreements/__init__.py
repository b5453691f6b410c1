"""Agreements: what the parties signed."""
