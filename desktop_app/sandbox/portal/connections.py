"""The open connections of the portal's server, so that a scenario can break one."""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]


class Connections:
    """Transports by the client's address and port."""

    def __init__(self) -> None:
        self._open: dict[Address, asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """Return uvicorn's protocol class, made to keep this book."""
        book = self._open

        class Protocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's own signature
                super().connection_made(transport)
                book[cast("Address", self.client)] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                book.pop(cast("Address", self.client), None)
                super().connection_lost(exc)

        return Protocol

    def abort(self, client: Address) -> None:
        """Drop a connection at once, with whatever was not sent yet."""
        if transport := self._open.get(client):
            transport.abort()

    def close(self, client: Address) -> None:
        """Send what was written, then close a connection."""
        if transport := self._open.get(client):
            transport.close()

    def abort_all(self, *, apart_from: Address | None = None) -> None:
        """Drop every connection, or every other one."""
        for client in list(self._open):
            if client != apart_from:
                self.abort(client)
