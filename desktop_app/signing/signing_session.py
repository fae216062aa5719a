"""A login to one token with one key: signatures, each verified before it is let out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from desktop_app.core.cancellation import Cancellation
from desktop_app.core.certificates import Certificate
from desktop_app.core.errors.tokens import MechanismUnsupportedError, PinError
from desktop_app.core.pin import Pin
from desktop_app.signing.algorithms import SignatureAlgorithm, algorithms_for
from desktop_app.signing.certificates import cut_certificate
from desktop_app.signing.protocol import OpenedKey
from desktop_app.signing.signature_queue import VERIFIERS, OpenKey, Pace, SignatureQueue
from desktop_app.signing.supervisor import Supervisor


class SigningSession:
    """Sign with the key of ``certificate`` while the session is open.

    Made by ``Tokens.session``. After an error of the driver or the token the session is of
    no more use: leave it and open another.
    """

    def __init__(
        self,
        supervisor: Supervisor,
        certificate: Certificate,
        opened: OpenedKey,
        *,
        pin: Pin | None,
        pin_pad: bool,
        refused: Callable[[PinError], None],
        cancel: Cancellation | None,
    ) -> None:
        self.certificate = certificate
        self._supervisor = supervisor
        public_key_info = cut_certificate(certificate.der).public_key_info
        self.algorithms = _offered(algorithms_for(public_key_info), opened.mechanisms)
        self._key = OpenKey(
            certificate_id=certificate.id,
            public_key_info=public_key_info,
            asks_each_time=opened.key.always_authenticate,
            pin_pad=pin_pad,
            pin=pin,
            refused=refused,
        )
        self._pace = Pace()
        self._cancel = cancel

    def sign(self, message: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign ``message`` and return the signature as X.509 writes it.

        Raises ``SignatureMismatchError`` when the signature does not verify against the
        certificate, errors of drivers, tokens and PINs, and ``Cancelled``.
        """
        with self.queue(algorithm) as queue:
            queue.put(message)
            queue.send()
            taken = queue.take()
        if taken.failure is not None:
            raise taken.failure
        return taken.signatures[0]

    @contextmanager
    def queue(self, algorithm: SignatureAlgorithm) -> Iterator[SignatureQueue]:
        """Sign many messages without letting the token wait; the driver serves nobody else.

        Raises errors of drivers, and ``Cancelled``.
        """
        if self._cancel is not None:
            self._cancel.checkpoint()
        with (
            ThreadPoolExecutor(VERIFIERS) as verifiers,
            self._supervisor.requests(same_process=True, cancel=self._cancel) as requests,
        ):
            yield SignatureQueue(requests, self._key, algorithm, self._pace, verifiers)


def _offered(
    algorithms: tuple[SignatureAlgorithm, ...], mechanisms: tuple[str, ...]
) -> tuple[SignatureAlgorithm, ...]:
    """Return the algorithms that the token has a mechanism for.

    A token that lists no mechanism at all is believed to have them all.
    """
    offered = tuple(each for each in algorithms if each.mechanism in mechanisms)
    if offered or not mechanisms:
        return offered or algorithms
    raise MechanismUnsupportedError(
        f"CKM_{algorithms[0].mechanism}", [f"CKM_{name}" for name in mechanisms]
    )
