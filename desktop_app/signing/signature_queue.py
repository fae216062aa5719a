"""Signatures under way: the token works on one request while the next one lies ready."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from desktop_app.core.cancellation import Cancelled
from desktop_app.core.errors.base import NmoError
from desktop_app.core.errors.tokens import (
    PinError,
    PinIncorrectError,
    PinLockedError,
    SignatureMismatchError,
)
from desktop_app.core.pin import Pin
from desktop_app.signing.algorithms import SignatureAlgorithm
from desktop_app.signing.digests import digest_of
from desktop_app.signing.helper_requests import Requests
from desktop_app.signing.protocol import Failure, Operation, Signatures, SignRequest, wipe
from desktop_app.signing.signature_check import signature_is_valid

_REQUEST_SECONDS = 0.15
"""A request for several signatures is to take so long: cancelling waits for no more."""
_MOST_SIGNATURES = 256
_MOST_BYTES = 128 * 1024
_MOST_REQUESTS = 2
VERIFIERS = max((os.cpu_count() or 1) - 1, 1)
"""Threads that verify signatures beside the caller's own."""
_SHARE = 16
"""Signatures that are worth a thread."""


class Pace:
    """How many signatures one request asks for, by how long the last ones took."""

    def __init__(self) -> None:
        self.signatures = 1

    def learn(self, signatures: int, seconds: float) -> None:
        """Take how long so many signatures took; four times as many at most come next."""
        most = min(self.signatures * 4, _MOST_SIGNATURES)
        if seconds * most > _REQUEST_SECONDS * signatures:
            most = int(_REQUEST_SECONDS * signatures / seconds)
        self.signatures = max(most, 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one request came to."""

    signatures: tuple[bytes, ...]
    """In the order of the messages, as X.509 writes them, each verified."""
    failure: NmoError | None
    """Why the request's other messages have none; the queue is then of no more use."""


@dataclass(frozen=True, slots=True)
class OpenKey:
    """The key of a login, and what its requests need."""

    certificate_id: str
    public_key_info: bytes
    """DER."""
    asks_each_time: bool
    """CKA_ALWAYS_AUTHENTICATE: one signature a request, each with the PIN."""
    pin_pad: bool
    pin: Pin | None
    refused: Callable[[PinError], None]
    """Told when the token refused the PIN."""

    def request(self, algorithm: SignatureAlgorithm, inputs: Sequence[bytes]) -> SignRequest:
        """Return the request for signatures; its PIN is a copy, to be wiped."""
        return SignRequest(
            mechanism=algorithm.mechanism,
            inputs=tuple(inputs),
            digest=algorithm.digest,
            pss_salt=algorithm.pss_salt,
            pin=self.pin.copy() if self.asks_each_time and self.pin else None,
        )


class SignatureQueue:
    """Put messages in, take signatures out in the same order; made by ``SigningSession``.

    Signatures are verified by ``verifiers`` and by the caller's thread side by side.
    """

    def __init__(
        self,
        requests: Requests,
        key: OpenKey,
        algorithm: SignatureAlgorithm,
        pace: Pace,
        verifiers: Executor,
    ) -> None:
        self._verifiers = verifiers
        self._requests = requests
        self._key = key
        self._algorithm = algorithm
        self._pace = pace
        self._inputs: list[bytes] = []
        self._digests: list[bytes] = []
        self._bytes = 0
        self._begun = 0.0
        self._sent: deque[list[bytes]] = deque()

    @property
    def has_room(self) -> bool:
        """Whether another message may be put in before signatures are taken out."""
        return len(self._requests) < (1 if self._key.asks_each_time else _MOST_REQUESTS)

    @property
    def under_way(self) -> bool:
        """Whether there are signatures to take."""
        return bool(self._sent)

    def put(self, message: bytes) -> None:
        """Add a message; what fills a request is sent at once. Raises ``DriverError``."""
        if not self._inputs:
            self._begun = time.monotonic()
        digest = digest_of(message, self._algorithm.digest)
        row = self._algorithm
        self._inputs.append(message if row.token_digests else row.token_input(digest))
        self._bytes += len(self._inputs[-1])
        self._digests.append(digest)
        if self._is_full():
            self.send()

    def send(self) -> None:
        """Send what was put in. Raises ``DriverError``."""
        if not self._inputs:
            return
        request = self._key.request(self._algorithm, self._inputs)
        self._sent.append(self._digests)
        count = len(self._inputs)
        self._inputs, self._digests, self._bytes = [], [], 0
        pin_pad = self._key.pin_pad and self._key.asks_each_time
        try:
            self._requests.send(Operation.SIGN, request, signatures=count, pin_pad=pin_pad)
        finally:
            wipe(request.pin)

    def take(self) -> Taken:
        """Wait for the oldest request. Raises the errors of drivers, and ``Cancelled``."""
        digests = self._sent.popleft()
        answer = self._requests.receive(Signatures)
        count = len(answer.signatures)
        if count > len(digests) or (count == len(digests)) != (answer.failure is None):
            raise self._requests.nonsense(f"{count} signatures for {len(digests)} inputs")
        verified = self._verified(digests, answer.signatures)
        if len(verified) < count:
            return Taken(verified, SignatureMismatchError(self._key.certificate_id))
        if answer.failure is None:
            self._pace.learn(count, answer.microseconds / 1e6)
            return Taken(verified, None)
        return Taken(verified, self._refusal(answer.failure))

    def _refusal(self, failure: Failure) -> NmoError:
        error = self._requests.error(failure)
        if isinstance(error, Cancelled):
            raise error
        if isinstance(error, PinIncorrectError | PinLockedError):
            self._key.refused(error)
        return error

    def _is_full(self) -> bool:
        return (
            self._key.asks_each_time
            or len(self._inputs) >= self._pace.signatures
            or self._bytes >= _MOST_BYTES
            or time.monotonic() - self._begun > _REQUEST_SECONDS
        )

    def _verified(self, digests: list[bytes], raw: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Return the signatures up to the first that is none."""
        pairs = list(zip(digests, raw, strict=False))
        share = max(-(-len(pairs) // (VERIFIERS + 1)), _SHARE)
        parts = [pairs[start : start + share] for start in range(0, len(pairs), share)]
        others = [self._verifiers.submit(self._verified_part, part) for part in parts[1:]]
        verified: list[bytes] = []
        for number, part in enumerate(parts):
            good = others[number - 1].result() if number else self._verified_part(part)
            verified += good
            if len(good) < len(part):
                break
        return tuple(verified)

    def _verified_part(self, pairs: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        info = self._key.public_key_info
        verified: list[bytes] = []
        for digest, value in pairs:
            try:
                signature = self._algorithm.from_token(value)
            except ValueError:
                break
            if not signature_is_valid(info, self._algorithm, digest, signature):
                break
            verified.append(signature)
        return verified
