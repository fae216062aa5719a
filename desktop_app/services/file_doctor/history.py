"""What was signed or sent from here already, by the digest of its content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop_app.services.storage.audit_log import AuditLog

_DEEP = 20_000
"""Newest entries of the audit log that are looked at."""
_DONE = {("file.sign", "ok"): "signed", ("outbox.send", "delivered"): "sent"}
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A content that was signed or sent before."""

    action: str
    """``signed`` or ``sent``."""
    at: datetime


def earlier_files(audit: AuditLog) -> Mapping[str, Earlier]:
    """Return what the audit log knows, by SHA-256; what was sent comes before what was signed.

    A file signed with a key whose digest is another one is not found.
    """
    found: dict[str, Earlier] = {}
    for entry in audit.entries(_DEEP):
        action = _DONE.get((entry.action, entry.outcome))
        digest = _DIGEST.search(entry.subject)
        if action is None or digest is None:
            continue
        known = found.get(digest[0])
        if known is None or (action == "sent" and known.action == "signed"):
            found[digest[0]] = Earlier(action, entry.at)
    return found
