"""One delivery as the portal's contract has it: begun, filled in parts, completed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from urllib.parse import quote

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.documents import DeliveryState, DocumentVersion
from desktop_app.core.errors.portal import PortalAnswerError, PortalRefusedError
from desktop_app.services.outbox.received import Send, version_of
from desktop_app.services.portal.client import Request
from desktop_app.services.portal.document_contract import (
    DELIVERIES,
    DOCUMENTS,
    PART_DIGEST_HEADER,
    PART_LIMIT,
    CompletionRequest,
    DeliveryMessage,
    DeliveryRequest,
    DocumentMessage,
    version_tag,
)
from desktop_app.services.portal.problem_codes import ProblemCode
from desktop_app.services.storage.outbox_record import Details

ReadAt = Callable[[int, int], bytes]
"""Returns so many bytes of the content from a place."""
_STANDSTILLS = 3
"""Times in a row that the portal may send us back before we give up for now."""
_LOOK_AGAIN = (ProblemCode.DELIVERY_OFFSET, ProblemCode.DELIVERY_FINISHED)


class Uploading:
    """The conversation about one document."""

    def __init__(self, send: Send, details: Details, cancel: Cancellation | None) -> None:
        self._send = send
        self._details = details
        self._cancel = cancel

    def begin(self) -> DeliveryMessage:
        """Begin the delivery, or find the one that this key began before."""
        details = self._details
        body = DeliveryRequest(
            kind=details.kind,
            title=details.title,
            file_name=details.file_name,
            size=details.size,
            sha256=details.sha256,
            document_id=details.document_id,
        )
        key = details.idempotency_key
        request = Request("POST", DELIVERIES, body, headers=self._replaces(), idempotency_key=key)
        return self._delivery(request)

    def state(self, delivery_id: str) -> DeliveryMessage:
        """Ask where the delivery stands."""
        return self._delivery(Request("GET", _path(delivery_id)))

    def upload(
        self,
        delivery: DeliveryMessage,
        read_at: ReadAt,
        progress: Callable[[int], None],
    ) -> DeliveryMessage:
        """Send the parts that are missing; ``progress`` gets the bytes that the portal has."""
        standstills = 0
        while delivery.state is DeliveryState.RECEIVING and delivery.offset < self._details.size:
            if self._cancel is not None:
                self._cancel.checkpoint()
            before = delivery.offset
            delivery = self._put(delivery, read_at(before, PART_LIMIT))
            standstills = standstills + 1 if delivery.offset <= before else 0
            if standstills >= _STANDSTILLS:
                raise PortalAnswerError(detail="standstill")
            progress(delivery.offset)
        return delivery

    def complete(self, delivery_id: str, signature: bytes) -> DeliveryMessage:
        """Hand the signatures over; the portal then has the document.

        One key for one signature: a document that was signed again is another request.
        """
        shape = self._details.shape
        mark = hashlib.sha256(shape.encode() + signature).hexdigest()[:16]
        request = Request(
            "POST",
            f"{_path(delivery_id)}/completion",
            CompletionRequest(base64.b64encode(signature).decode(), shape),
            headers=self._replaces(),
            idempotency_key=f"{self._details.idempotency_key}.{mark}",
        )
        try:
            return self._delivery(request)
        except PortalRefusedError as error:
            if error.detail != ProblemCode.DELIVERY_FINISHED:
                raise
            return self.state(delivery_id)

    def newest_version(self) -> DocumentVersion:
        """Return what the portal has in place of the version that was to be replaced."""
        path = f"{DOCUMENTS}/{quote(self._details.document_id, safe='')}"
        message = self._send(Request("GET", path), self._cancel).decode(DocumentMessage)
        return version_of(message)

    def _put(self, delivery: DeliveryMessage, part: bytes) -> DeliveryMessage:
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
        request = Request(
            "PUT",
            f"{_path(delivery.id)}/content",
            query={"offset": delivery.offset},
            headers={PART_DIGEST_HEADER: f"sha-256=:{digest}:"},
            content=part,
        )
        try:
            return self._delivery(request)
        except PortalRefusedError as error:
            if error.detail not in _LOOK_AGAIN:
                raise
            return self.state(delivery.id)

    def _delivery(self, request: Request) -> DeliveryMessage:
        """Send a request and check that the answer is about this very document."""
        message = self._send(request, self._cancel).decode(DeliveryMessage)
        if message.size != self._details.size or not 0 <= message.offset <= message.size:
            raise PortalAnswerError(detail="delivery")
        if (message.state is DeliveryState.RECEIVED) != (message.receipt is not None):
            raise PortalAnswerError(detail="receipt")
        return message

    def _replaces(self) -> dict[str, str]:
        """Return the header that names the version to be replaced."""
        if not self._details.document_id:
            return {}
        return {"If-Match": version_tag(self._details.base_version)}


def _path(delivery_id: str) -> str:
    return f"{DELIVERIES}/{quote(delivery_id, safe='')}"
