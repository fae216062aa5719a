"""How long each operation of a driver may take, and when it is set aside."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.signing.protocol import Operation


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds; past them the helper is killed."""

    start: float = 20.0
    """Added to the first request: starting the helper and loading the driver."""
    poll: float = 10.0
    read: float = 30.0
    open: float = 30.0
    pin_pad: float = 90.0
    """A login or signature during which a person types on the reader."""
    sign: float = 60.0
    sign_more: float = 0.25
    """For each further signature of one request: only quick tokens are asked for several."""
    close: float = 5.0
    poll_interval: float = 0.7
    """Between two looks at the tokens while somebody watches."""
    failed_interval: float = 2.0
    """Between two looks at a driver that failed as a whole."""
    stale: float = 15.0
    """Contents older than this are read again when somebody asks for an overview."""
    retry_interval: float = 5.0
    """Before the contents of a token that could not be read are asked for again."""
    empty_interval: float = 10.0
    """Between two fresh starts of a driver that kept dead slots and shows no token since."""
    crashes: int = 3
    """So many lost helpers within ``crash_window`` set the driver aside."""
    crash_window: float = 60.0

    def seconds(self, operation: Operation, *, pin_pad: bool = False, signatures: int = 1) -> float:
        """Return the limit of an operation."""
        if pin_pad and operation in {Operation.OPEN, Operation.SIGN, Operation.CHANGE_PIN}:
            return self.pin_pad
        limits: dict[Operation, float] = {
            Operation.POLL: self.poll,
            Operation.READ: self.read,
            Operation.DESCRIBE: self.poll,
            Operation.INSPECT: self.read,
            Operation.OPEN: self.open,
            Operation.SIGN: self.sign + (signatures - 1) * self.sign_more,
            Operation.CHANGE_PIN: self.open,
            Operation.UNBLOCK_PIN: self.open,
            Operation.CLOSE: self.close,
        }
        return limits[operation]
