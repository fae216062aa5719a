"""Opening an outbox of many documents up to its first rows, against a plain SELECT of the same.

The outbox is opened as the program opens it: folder, database with its check, key, the newest
rows decrypted, documents counted by state. The peer opens the same file with ``sqlite3`` and reads
the same rows and counts as they lie there, sealed. Both in turns, in one process.

    .venv/bin/python benchmarks/outbox.py                    100,000 documents
    .venv/bin/python benchmarks/outbox.py --documents 1000
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop_app.core.documents import DocumentKind, DocumentSigner  # noqa: E402 - needs the path
from desktop_app.core.errors.portal import PortalNotConfiguredError  # noqa: E402
from desktop_app.core.outbox_item import OutboxState  # noqa: E402
from desktop_app.services.outbox.opening import open_outbox  # noqa: E402
from desktop_app.services.portal.client import PortalClient  # noqa: E402
from desktop_app.services.portal.session import PortalSession  # noqa: E402
from desktop_app.services.storage.audit_log import AuditLog  # noqa: E402
from desktop_app.services.storage.database import Database  # noqa: E402
from desktop_app.services.storage.home import Home  # noqa: E402
from desktop_app.services.storage.outbox_key import OutboxKey  # noqa: E402
from desktop_app.services.storage.outbox_record import (  # noqa: E402
    COLUMNS,
    Details,
    encode_details,
    label_of,
)
from desktop_app.services.storage.outbox_schema import OUTBOX_MIGRATIONS  # noqa: E402
from desktop_app.services.storage.secrets import Secrets  # noqa: E402
from desktop_app.signing.pdf_files import PdfFiles  # noqa: E402

DOCUMENTS = 100_000
ROWS = 200
ROUNDS = 9
TARGET_MS = 200.0
START = datetime(2026, 1, 1, tzinfo=UTC)
SIGNER = DocumentSigner(
    "Иванова Мария Петровна", "11223344595", "ab" * 32, START.replace(year=2027)
)


def secrets_of(home: Home) -> Secrets:
    """Return secrets in a file of the folder: no keyring takes part."""
    return Secrets("b", home.secrets_file, allow_file=lambda: True, find_keyring=lambda: None)


def fill(home: Home, documents: int) -> None:
    """Write rows as the outbox does, all in one transaction and without contents."""
    database = Database(home.outbox_database, OUTBOX_MIGRATIONS)
    key = OutboxKey(secrets_of(home), database)
    key.require()
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO item (id, state, accepted_at, changed_at, content_mark, file, details)"
            " VALUES (?, ?, ?, ?, ?, '', ?)",
            rows(key, documents),
        )
    database.close()


def rows(key: OutboxKey, documents: int) -> Iterator[tuple[object, ...]]:
    """Yield the values of each row; most documents were delivered, some wait."""
    for number in range(documents):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        identifier, at = digest[:32], (START + timedelta(minutes=number)).isoformat()
        state = OutboxState.WAITING if number % 20 == 0 else OutboxState.DELIVERED
        details = Details(
            kind=DocumentKind.APPEAL,
            title=f"Обращение № {number} о продлении срока действия",
            file_name=f"обращение-{number}.pdf",
            size=100_000 + number,
            sha256=digest,
            idempotency_key=digest[32:],
            signer=SIGNER,
        )
        sealed = key.seal(encode_details(details), label_of(identifier, "details"))
        yield identifier, state.value, at, at, key.mark(digest), sealed


def no_portal() -> PortalClient:
    """Stand for a portal that nobody asks."""
    raise PortalNotConfiguredError


def ours(home: Home, audit: AuditLog) -> float:
    """Open the outbox up to its first rows and return the milliseconds."""
    started = time.perf_counter()
    secrets = secrets_of(home)
    session = PortalSession("", no_portal, secrets)
    outbox, database = open_outbox(home, secrets, session, audit, pdfs=PdfFiles())
    page = outbox.page(limit=ROWS)
    taken = (time.perf_counter() - started) * 1000
    database.close()
    if not all(item.title for item in page.items):
        raise SystemExit("rows were not readable")
    return taken


def plain(home: Home) -> float:
    """Read the same rows and counts with sqlite3 alone and return the milliseconds."""
    started = time.perf_counter()
    with contextlib.closing(sqlite3.connect(home.outbox_database)) as connection:
        query = f"SELECT {COLUMNS} FROM item ORDER BY number DESC LIMIT ?"
        connection.execute(query, (ROWS,)).fetchall()
        connection.execute("SELECT state, count(*) FROM item GROUP BY state").fetchall()
        return (time.perf_counter() - started) * 1000


def main() -> int:
    """Fill, measure in turns, print medians and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home.open(Path(folder))
        fill(home, options.documents)
        megabytes = home.outbox_database.stat().st_size / 1024**2
        database = Database(home.database)
        audit = AuditLog(database)
        pairs = [(ours(home, audit), plain(home)) for _ in range(options.rounds)]
        database.close()
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{options.documents:,} documents, {megabytes:.0f} MB; first {ROWS} rows and counts")
    print(f"outbox, opened whole     {mine:8.1f} ms")
    print(f"sqlite3, plain SELECT    {theirs:8.1f} ms")
    met = "met" if mine <= TARGET_MS else "missed"
    print(f"ratio {mine / theirs:.1f}; target of {TARGET_MS:.0f} ms {met}: {mine:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
