"""The log is private, small, redacted, and never in the way."""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.services.storage.log_file import log_files, start_log_file

LOGGER = logging.getLogger("desktop_app.something")
Start = Callable[[], None]


def hide(text: str) -> str:
    return text.replace("Смирнова", "С.")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    stops: list[Callable[[], None]] = []
    yield lambda: stops.append(start_log_file(tmp_path, lambda: hide, "program 1"))
    for stop in stops:
        stop()


def written(home: Path) -> str:
    return (home / "logs" / "nmo.log").read_text("utf-8")


def test_a_record_is_written_without_personal_data(start: Start, tmp_path: Path) -> None:
    start()
    LOGGER.info("signed by %s", "Смирнова")
    assert "INFO desktop_app.something: signed by С." in written(tmp_path)
    assert "program 1" in written(tmp_path)


def test_a_traceback_is_redacted_too(start: Start, tmp_path: Path) -> None:
    start()
    try:
        int("Смирнова")
    except ValueError:
        LOGGER.info("failed", exc_info=True)
    assert "Traceback" in written(tmp_path)
    assert "Смирнова" not in written(tmp_path)


def test_percent_signs_of_a_message_are_no_placeholders(start: Start, tmp_path: Path) -> None:
    start()
    LOGGER.info("%s", "100 %s %d")
    assert "100 %s %d" in written(tmp_path)


def test_only_the_owner_reads_it(start: Start, tmp_path: Path) -> None:
    start()
    LOGGER.info("x")
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "logs" / "nmo.log").stat().st_mode) == 0o600


def test_nothing_is_made_before_the_first_record(start: Start, tmp_path: Path) -> None:
    start()
    LOGGER.debug("too fine for the file")
    assert not (tmp_path / "logs").exists()
    assert log_files(tmp_path) == ()


def test_it_grows_into_few_files(start: Start, tmp_path: Path) -> None:
    start()
    for _number in range(60):
        LOGGER.info("%s", "x" * 100_000)
    files = log_files(tmp_path)
    assert [file.name for file in files] == ["nmo.log", "nmo.log.1", "nmo.log.2", "nmo.log.3"]
    assert all(file.stat().st_size <= 1024 * 1024 for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file is in the way")
    stop = start_log_file(tmp_path, lambda: hide)
    LOGGER.info("goes nowhere")
    stop()


def test_after_its_end_nothing_is_written(tmp_path: Path) -> None:
    level = logging.getLogger("desktop_app").level
    stop = start_log_file(tmp_path, lambda: hide)
    stop()
    LOGGER.info("too late")
    assert not (tmp_path / "logs").exists()
    assert logging.getLogger("desktop_app").level == level
