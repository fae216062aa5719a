"""Writes with an ``Idempotency-Key``: repeating one repeats the first answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop_app.sandbox.portal.context import Portal, PortalHere
from desktop_app.sandbox.portal.problems import Refusal
from desktop_app.sandbox.portal.sessions import SignedInHere
from desktop_app.sandbox.tables import IdempotencyRow
from desktop_app.services.portal.contract import IDEMPOTENCY_HEADER
from desktop_app.services.portal.problem_codes import ProblemCode

T = TypeVar("T")
KeyHeader = Annotated[
    str,
    Header(
        alias=IDEMPOTENCY_HEADER,
        min_length=16,
        max_length=128,
        pattern="^[A-Za-z0-9._~-]+$",
        description="Chosen by the client, the same for every repetition of one write.",
    ),
]


@dataclass(frozen=True, slots=True)
class IdempotentWrite:
    """One write of one account under one key."""

    portal: Portal
    account_id: str
    key: str
    request_sha256: str

    def repeated(self) -> Response | None:
        """Return the first answer when this write was carried out before.

        Raises ``Refusal`` when the key came with another request.
        """
        wanted = select(IdempotencyRow).where(
            IdempotencyRow.account_id == self.account_id, IdempotencyRow.key == self.key
        )
        with self.portal.store.reading() as session:
            row = session.scalars(wanted).one_or_none()
        if row is None:
            return None
        if row.request_sha256 != self.request_sha256:
            raise Refusal(409, ProblemCode.IDEMPOTENCY_REUSED)
        return _json_response(row.status, row.answer)

    def carry_out(self, status: int, write: Callable[[Session], T], kind: type[T]) -> Response:
        """Run ``write`` and keep its answer in the same transaction.

        When another request with the same key was faster, its answer is returned instead.
        """
        try:
            with self.portal.store.writing() as session:
                session.add(row := self._row(status))
                session.flush()
                row.answer = TypeAdapter(kind).dump_json(write(session))
        except IntegrityError:
            faster = self.repeated()
            if faster is None:
                raise
            return faster
        return _json_response(status, row.answer)

    def _row(self, status: int) -> IdempotencyRow:
        return IdempotencyRow(
            account_id=self.account_id,
            key=self.key,
            request_sha256=self.request_sha256,
            status=status,
            answer=b"",
            created_at=self.portal.now(),
        )


def _json_response(status: int, content: bytes) -> Response:
    return Response(content, status, media_type="application/json")


async def _idempotent_write(
    request: Request, portal: PortalHere, who: SignedInHere, key: KeyHeader
) -> IdempotentWrite:
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    digest.update(await request.body())
    return IdempotentWrite(portal, who.account.id, key, digest.hexdigest())


IdempotentHere = Annotated[IdempotentWrite, Depends(_idempotent_write)]
