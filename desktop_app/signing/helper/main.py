"""The helper process: reads requests from stdin, calls the driver, writes answers."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

import msgspec

from desktop_app.core.errors.tokens import DriverNonsenseError
from desktop_app.signing.helper.operations import TokenOperations
from desktop_app.signing.helper.return_codes import (
    DriverNonsense,
    DriverRefusal,
    OperationFailed,
)
from desktop_app.signing.protocol import (
    NO_RESULT,
    VERSION,
    Answer,
    Failure,
    Nothing,
    Operation,
    PinChange,
    PinUnblock,
    Request,
    SessionRequest,
    SignRequest,
    SlotChoice,
    decode,
    encode,
    wipe,
)

_log = logging.getLogger(__name__)
_MAX_REQUEST = 1024 * 1024
_END_SECONDS = 1.0
_PR_SET_DUMPABLE = 4

_ARGUMENTS: dict[Operation, type] = {
    Operation.POLL: Nothing,
    Operation.READ: SlotChoice,
    Operation.DESCRIBE: Nothing,
    Operation.INSPECT: SlotChoice,
    Operation.OPEN: SessionRequest,
    Operation.SIGN: SignRequest,
    Operation.CHANGE_PIN: PinChange,
    Operation.UNBLOCK_PIN: PinUnblock,
    Operation.CLOSE: Nothing,
}


def run_helper(driver_path: str) -> int:
    """Serve requests for one driver until stdin closes and return the exit code.

    This thread makes every call to the driver. Another one only reads stdin, so that a helper
    whose program is gone ends even when its driver hangs.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(message)s")
    _forbid_memory_dumps()
    requests, answers = _own_streams()
    lines: queue.SimpleQueue[bytearray | None] = queue.SimpleQueue()
    threading.Thread(target=_read_lines, args=(requests, lines), daemon=True).start()
    operations = TokenOperations(driver_path)
    while (line := lines.get()) is not None:
        try:
            answer = _answer(operations, line)
        except ValueError:
            _log.exception("not a request of this protocol")
            return 2
        finally:
            wipe(line)
        _write(answers, answer)
    return 0


def _answer(operations: TokenOperations, line: bytearray) -> bytearray:
    request = decode(line, Request)
    if request.version != VERSION:
        raise ValueError(f"protocol {request.version}")
    arguments: Any = decode(request.arguments, _ARGUMENTS[request.operation])
    call: Callable[[Any], object] = getattr(operations, request.operation.value)
    result = NO_RESULT
    failure: Failure | None = None
    try:
        result = msgspec.Raw(encode(call(arguments)))
    except (OperationFailed, DriverRefusal, DriverNonsense) as error:
        _log.info("%s: %s", request.operation, error)
        failure = operations.explain(error, arguments)
    except (MemoryError, OSError, ctypes.ArgumentError) as error:
        _log.exception("%s", request.operation)
        failure = Failure(DriverNonsenseError.code, {"detail": type(error).__name__})
    finally:
        for secret in ("pin", "old", "new", "admin"):
            wipe(getattr(arguments, secret, None))
    return encode(Answer(VERSION, request.id, request.operation, result, failure))


def _own_streams() -> tuple[int, int]:
    """Keep stdin and stdout for ourselves.

    A driver that prints reaches stderr, one that reads gets nothing.
    """
    sys.stdout.flush()
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)
    return requests, answers


def _read_lines(source: int, lines: queue.SimpleQueue[bytearray | None]) -> None:
    pending = bytearray()
    with open(source, "rb", buffering=0) as stream:
        chunk = bytearray(65536)
        while count := stream.readinto(chunk):
            pending += memoryview(chunk)[:count]
            wipe(chunk)
            while (end := pending.find(b"\n")) >= 0:
                lines.put(pending[:end])
                pending[:end] = bytes(end)
                del pending[: end + 1]
            if len(pending) > _MAX_REQUEST:
                break
    lines.put(None)
    threading.Event().wait(_END_SECONDS)
    os._exit(0)


def _write(target: int, line: bytearray) -> None:
    rest = memoryview(line + b"\n")
    with contextlib.suppress(BrokenPipeError):
        while rest:
            rest = rest[os.write(target, rest) :]


def _forbid_memory_dumps() -> None:
    """A PIN never reaches a crash dump: Linux writes none for a process marked so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
