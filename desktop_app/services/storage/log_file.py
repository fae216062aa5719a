"""The log file of the program: small, private, without personal data."""

from __future__ import annotations

import logging
import logging.handlers
import os
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

_LARGEST = 1024 * 1024
_OLD_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_NAME = "nmo.log"
Redact = Callable[[str], str]


def log_files(home: Path) -> tuple[Path, ...]:
    """Return the log files of a state folder, newest first."""
    folder = home / "logs"
    names = [_NAME, *(f"{_NAME}.{number}" for number in range(1, _OLD_FILES + 1))]
    return tuple(folder / name for name in names if (folder / name).is_file())


def start_log_file(
    home: Path, redact: Callable[[], Redact], greeting: str = ""
) -> Callable[[], None]:
    """Let the program log to ``logs/nmo.log`` of the state folder; return what ends it.

    ``greeting`` stands before the first record of each process. The file is opened and the
    redactor made at the first record, so that a start pays nothing. A folder that cannot be
    written leaves the program without a log file.
    """
    logger = logging.getLogger("desktop_app")
    handler, level = LogFile(home / "logs" / _NAME, redact, greeting), logger.level
    logger.addHandler(handler)
    logger.setLevel(min(logging.INFO, level or logging.INFO))

    def stop() -> None:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()

    return stop


class LogFile(logging.Handler):
    """Writes redacted records to a rotating file, mode 0600."""

    def __init__(self, file: Path, redact: Callable[[], Redact], greeting: str = "") -> None:
        super().__init__(logging.INFO)
        self._greeting = greeting
        self._failed = False
        self.file = file
        self._make_redact = redact
        self._redact: Redact | None = None
        self._rotating: logging.handlers.RotatingFileHandler | None = None
        self.setFormatter(logging.Formatter(_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; after a failure, such as a full disk, write no more."""
        if self._failed:
            return
        try:
            if self._redact is None:
                self._redact = self._make_redact()
                self._write(f"— {self._greeting}")
            self._write(self._redact(self.format(record)))
        except Exception:  # noqa: BLE001 - what cannot be logged must not stop the work
            self._failed = True

    def close(self) -> None:
        """Close the file."""
        if self._rotating is not None:
            self._rotating.close()
            self._rotating = None
        super().close()

    def _write(self, text: str) -> None:
        """The rotating file gets whole lines: it must not format them anew."""
        self._opened().emit(logging.makeLogRecord({"msg": text, "levelno": logging.INFO}))

    def _opened(self) -> logging.handlers.RotatingFileHandler:
        if self._rotating is None:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._rotating = _PrivateFile(
                self.file, maxBytes=_LARGEST, backupCount=_OLD_FILES, encoding="utf-8"
            )
        return self._rotating


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating file that only its owner reads, from its first byte on."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - named by logging
        """Say nothing: a log that cannot be written is no reason to disturb anybody."""
