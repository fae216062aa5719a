"""Кабинет НМО: a desktop client for Russian clinicians in continuing medical education."""

__version__ = "0.1.0"
