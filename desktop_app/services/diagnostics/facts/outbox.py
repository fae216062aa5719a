"""Documents on their way to the portal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutboxFacts:
    """What is kept on this computer until the portal has it."""

    stuck: int = 0
    """Signed documents that have waited for days."""
    oldest_on: str = ""
    """When the oldest document that waits was accepted, ISO 8601."""
    for_person: int = 0
    """Documents that wait for somebody's decision or signature."""
    expired: int = 0
    """Documents whose certificate ended before they left."""
    duplicates: int = 0
    """Documents with the same content as another one that has not left either."""
    unreadable: int = 0
    """Documents that no key at hand opens."""
    content_lost: int = 0
    """Documents whose kept content is missing."""
    set_aside: str = ""
    """Name of the file that a broken database was kept under; empty when all is well."""
