"""Writing down what a use case did, whether it worked or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.core.cancellation import Cancelled
from desktop_app.core.errors import NmoError
from desktop_app.services.storage.audit_log import AuditLog


@contextmanager
def audited(log: AuditLog, action: str, subject: str = "") -> Iterator[None]:
    """Record the block as ``ok``, ``cancelled``, or with the code of the error that it raised."""
    try:
        yield
    except NmoError as error:
        log.record_failure(action, error.code, subject)
        raise
    except Cancelled:
        log.record_failure(action, "cancelled", subject)
        raise
    log.record(action, subject=subject)
