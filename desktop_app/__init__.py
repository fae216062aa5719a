"""Кабинет НМО: a desktop client for Russian clinicians in continuing medical education."""

__version__ = "0.1.0"
RELEASED = "2026-11-23"
"""The day on which this version was made: no honest clock is before it."""
