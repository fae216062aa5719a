"""One application in our colours, and a keyboard that types any letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.resources import resource_path
from desktop_app.ui.background import Background
from desktop_app.ui.theme import Theme
from tests.ui.window_services import Fakes

Typed = Callable[[QWidget, str], None]


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    qapp.setStyle("Fusion")
    return Theme(qapp)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.read(resource_path("messages"))


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    background = Background()
    yield background
    background.close()


@pytest.fixture
def typed(qapp: QApplication) -> Typed:
    """Type text by key events: ``QTest.keyClicks`` aborts on letters beyond ASCII."""

    def type_text(widget: QWidget, text: str) -> None:
        for letter in text:
            key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
            upper = letter.isupper()
            shift = Qt.KeyboardModifier.ShiftModifier if upper else Qt.KeyboardModifier.NoModifier
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, key, shift, letter))

    return type_text


@pytest.fixture
def fakes(tmp_path: Path) -> Fakes:
    return Fakes(tmp_path)
