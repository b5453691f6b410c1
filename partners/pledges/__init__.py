"""Pledges: promised, delivered, shown."""
