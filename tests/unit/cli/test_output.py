"""Does what is written reach its reader unharmed?"""

from __future__ import annotations

import io
import os
from pathlib import Path

from desktop_app.cli.output import Output, printable
from desktop_app.core.cancellation import Progress


def test_escape_sequences_and_direction_marks_of_others_are_not_passed_on() -> None:
    assert printable("a\x1b[31mb\u202ec\r\nd\te") == "a[31mbc\nd\te"


def test_progress_outside_a_terminal_is_a_line_at_each_tenth() -> None:
    err = io.StringIO()
    output = Output(io.StringIO(), err, as_json=False)
    for done in range(101):
        output.progress(Progress(done, 100, "letter.txt"))
    lines = err.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[-1] == "100/100 letter.txt"


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        Output(stream, io.StringIO(), as_json=False).say("text")
        stream.write("more")
