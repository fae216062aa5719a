"""One sealed record per account: in the database, or in memory without a lasting key."""

from __future__ import annotations

from typing import Final

from desktop_app.services.storage.database import Database
from desktop_app.services.storage.sealed import Sealer

CREDENTIAL_CACHE: Final = "credential_cache"
PENDING_GRANT: Final = "pending_grant"
WAITING_TICKETS: Final = "waiting_tickets"
LAST_ANSWERS: Final = "last_answers"
_TABLES: Final = (CREDENTIAL_CACHE, PENDING_GRANT, WAITING_TICKETS, LAST_ANSWERS)


class SealedStore:
    """Records of one table (``CREDENTIAL_CACHE``, ...) by account."""

    def __init__(self, database: Database, sealer: Sealer, table: str) -> None:
        if table not in _TABLES:
            raise ValueError(table)
        self._database = database
        self._sealer = sealer
        self._table = table
        self._memory: dict[str, bytes] = {}

    @property
    def lasts(self) -> bool:
        """False when what is put here ends with the program."""
        return self._sealer.lasts

    def get(self, account: str) -> bytes | None:
        """Return the account's record; None when there is none or it cannot be opened."""
        if account in self._memory:
            return self._memory[account]
        rows = self._database.rows(
            f"SELECT content FROM {self._table} WHERE account = ?",  # noqa: S608 - a constant
            account,
        )
        if not rows or not isinstance(rows[0][0], bytes):
            return None
        return self._sealer.open(rows[0][0], self._label(account))

    def set(self, account: str, content: bytes | None) -> None:
        """Keep the account's record; None removes it."""
        self._memory.pop(account, None)
        if content is not None and not self._sealer.lasts:
            self._memory[account] = content
            return
        with self._database.transaction() as connection:
            if content is None:
                connection.execute(
                    f"DELETE FROM {self._table} WHERE account = ?",  # noqa: S608 - a constant
                    (account,),
                )
                return
            sealed = self._sealer.seal(content, self._label(account))
            connection.execute(
                f"INSERT INTO {self._table} (account, content) VALUES (?, ?)"  # noqa: S608 - a constant
                " ON CONFLICT (account) DO UPDATE SET content = excluded.content",
                (account, sealed),
            )

    def _label(self, account: str) -> str:
        return f"{self._table}/{account}"
