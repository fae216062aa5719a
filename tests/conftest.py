"""What holds for every test."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Generator, Iterator

import pytest
from _pytest.nodeid import coerce_node_id
from hypothesis import settings

# Without a display, also where pytest is started by hand.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file, or of a named group, in one worker of pytest-xdist.

    They share what is costly to make and build on each other's traces. pytest-xdist 3.8 means
    to do this by ``xdist_group``, but pytest 9.2 keeps node ids where it does not write.
    """
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        group = mark.args[0] if mark else item.path.relative_to(config.rootpath).as_posix()
        item._id = coerce_node_id(f"{item.nodeid}@{group}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """End what a test of the window left in cycles on the UI thread, as the program does.

    A collection on any other thread, pytest-xdist's among them, crashes the process or holds it
    up for good: see ``desktop_app.ui.garbage``. What was there before is frozen meanwhile: it
    need not be walked.
    """
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    gc.freeze()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.unfreeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _no_unexpected_warnings(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test in which the program logs a warning, unless it is marked ``logs_warnings``."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    warnings = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.startswith("desktop_app")
    ]
    assert not warnings
