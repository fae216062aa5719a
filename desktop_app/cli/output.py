"""Where the command writes: one JSON document, or text; progress beside it."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Mapping
from typing import TextIO

from desktop_app.core.cancellation import Progress


class Output:
    """Standard output and standard error under the rule of ``--json``.

    With ``--json`` standard output gets one document and nothing else: what is for people goes
    to standard error. A reader that goes away (``| head``) does not change what the command
    does or its exit code.
    """

    def __init__(self, out: TextIO, err: TextIO, *, as_json: bool) -> None:
        self._out = out
        self._err = err
        self.as_json = as_json
        self._progress_shown = False
        self._last_step = -1

    def say(self, text: str) -> None:
        """Write text for people; to standard error with ``--json``."""
        self._end_progress()
        _write(self._err if self.as_json else self._out, printable(text))

    def note(self, text: str) -> None:
        """Write a remark for people to standard error."""
        self._end_progress()
        _write(self._err, printable(text))

    def document(self, document: Mapping[str, object]) -> None:
        """Write the one JSON document."""
        self._end_progress()
        _write(self._out, json.dumps(document, ensure_ascii=False, indent=2))

    def progress(self, progress: Progress) -> None:
        """Show progress on standard error: in place on a terminal, else at each tenth."""
        count = f"{progress.done}/{progress.total}" if progress.total else str(progress.done)
        line = printable(f"{count} {progress.item}").strip()
        if self._err.isatty():
            width = shutil.get_terminal_size().columns - 1
            self._progress_shown = True
            _write(self._err, f"\r{line[:width]}\x1b[K", end="")
            return
        step = progress.done * 10 // progress.total if progress.total else progress.done // 100
        if step != self._last_step:
            self._last_step = step
            _write(self._err, line)

    @property
    def width(self) -> int | None:
        """Columns of text that fit; None when nothing limits them (a file, a pipe)."""
        if self._out.isatty() or os.environ.get("COLUMNS"):
            return shutil.get_terminal_size().columns
        return None

    def _end_progress(self) -> None:
        if self._progress_shown:
            self._progress_shown = False
            _write(self._err, "\r\x1b[K", end="")


def printable(text: str) -> str:
    """Return ``text`` without what could play with a terminal; line ends and tabs stay."""
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )


def _write(stream: TextIO, text: str, end: str = "\n") -> None:
    try:
        stream.write(f"{text}{end}")
        stream.flush()
    except BrokenPipeError:
        # The interpreter flushes standard output once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
