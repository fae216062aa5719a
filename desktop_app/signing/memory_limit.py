"""A limit on the memory of a worker process that reads what strangers made."""

from __future__ import annotations

import sys


def limit_memory(most_bytes: int) -> None:
    """Keep this process from taking the machine's memory, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = most_bytes if hard == resource.RLIM_INFINITY else min(hard, most_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
