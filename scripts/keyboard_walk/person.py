"""A person at the keyboard: presses keys where the focus is, and reads what the window says."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scripts.keyboard_walk.looking import (
    FILE_NAME,
    FocusRing,
    Stop,
    asks_for_file,
    current_cell,
    current_texts,
    stop,
    texts,
)
from scripts.keyboard_walk.ui_thread import UiThread

PATIENCE_SECONDS = 60.0
_FOCUS_SECONDS = 5.0
_PAUSE_SECONDS = 0.03
_MOST_STOPS = 120


class StuckError(Exception):
    """The keyboard led nowhere; the text says where and what the window showed, in Russian."""


class Person:
    """Knows nothing of widgets: names that are read, keys that are pressed."""

    def __init__(self, ui: UiThread, pictures: Path) -> None:
        self._ui = ui
        self._pictures = pictures
        self._ring = FocusRing()
        self.faults: list[str] = []
        """Stops without a name, off the screen or without a visible focus; uncaught errors."""

    def press(self, *keys: str) -> None:
        """Press each combination (``Tab``, ``Ctrl+3``) in the window that has the keyboard."""
        for each in keys:
            combination = _combination(each)
            self.here()
            self._ui.tell(partial(_press, combination))
            self._settle()

    def type(self, text: str) -> None:
        """Type letters where the keyboard is, instead of what stands there."""
        self.press("Ctrl+A")
        for letter in text:
            self._ui.tell(partial(_type, letter))
        self._settle()

    def here(self) -> Stop:
        """Return where the keyboard is. Raises ``StuckError`` when it is nowhere."""
        limit = time.monotonic() + _FOCUS_SECONDS
        while time.monotonic() < limit:
            at = self._ui.ask(_stop_of_active_window)
            if at is not None:
                return at
            time.sleep(_PAUSE_SECONDS)
        raise StuckError(f"фокуса нет нигде\n{self._told()}")

    def reach(self, name: str, key: str = "Tab") -> None:
        """Press a key until the keyboard is on what is called ``name`` or begins so."""
        way: list[Stop] = []
        limit = time.monotonic() + _FOCUS_SECONDS
        while True:
            at = self.here()
            self._judge(at)
            if at.name.startswith(name):
                return
            came_round = any(each.place == at.place for each in way)
            # What is switched off while the portal is asked comes back: go round again.
            if time.monotonic() > limit and (came_round or len(way) > _MOST_STOPS):
                names = ", ".join(f"«{each.name}»" for each in way)
                raise StuckError(f"{key} не приводит к «{name}», только к: {names}\n{self._told()}")
            way.append(at)
            self.press(key)

    def do(self, name: str) -> None:
        """Reach a button by Tab and press it by Space."""
        self.wait(name)
        self.reach(name)
        self.press("Space")

    def fill(self, name: str, text: str) -> None:
        """Reach a field by Tab and type into it."""
        self.reach(name)
        self.type(text)

    def choose(self, name: str) -> None:
        """Go down in the open menu to an entry and take it."""
        self.reach(name, "Down")
        self.press("Return")

    def menu(self, button: str, *entries: str) -> None:
        """Open a button's menu and take an entry, through its submenus."""
        self.do(button)
        for entry in entries[:-1]:
            self.reach(entry, "Down")
            self.press("Right")
        self.choose(entries[-1])

    def pick(self, name: str, choice: str) -> None:
        """Choose in a drop-down list without opening it."""
        self.reach(name)
        self.press("Home")
        before = ""
        while choice not in (now := self.current()):
            if now == before:
                raise StuckError(f"в списке «{name}» нет «{choice}»\n{self._told()}")
            before = now
            self.press("Down")

    def tab(self, name: str) -> None:
        """Show a tab: reach the row of tabs, then by arrows."""
        way: set[str] = set()
        while self.here().kind != "QTabBar":
            self.press("Tab")
        while (at := self.here().name) != name:
            key = "Left" if at in way else "Right"
            way.add(at)
            self.press(key)
            if self.here().name == at and key == "Left":
                raise StuckError(f"нет вкладки «{name}»\n{self._told()}")

    def choose_file(self, file: Path) -> None:
        """Name a file to the dialog that asks for one."""
        self.wait(FILE_NAME)
        self.reach(FILE_NAME)
        self.wait_for(partial(self._gave_file, str(file)), f"файл не принят: {file}")

    def row(self, *parts: str) -> None:
        """Go down in the list that has the keyboard to a row with all these words."""
        self.press("Ctrl+Home" if self.here().kind.endswith("TableView") else "Home")
        before = ""
        while not all(part in (now := self.current()) for part in parts):
            if now == before:
                raise StuckError(f"нет строки «{', '.join(parts)}»\n{self._told()}")
            before = now
            self.press("Down")

    def current(self) -> str:
        """Return what stands where the keyboard is."""
        return self._ui.ask(current_texts)

    def cell(self) -> str:
        """Return what the current cell of the table says."""
        return self._ui.ask(current_cell)

    def sees(self, *parts: str) -> bool:
        """Tell whether the window shows each of these words."""
        shown = self._ui.ask(texts)
        return all(any(part in text for text in shown) for part in parts)

    def shown(self) -> list[str]:
        """Return all that the window says."""
        return self._ui.ask(texts)

    def wait(self, *parts: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the window shows each of these words. Raises ``StuckError``."""
        self.wait_for(lambda: self.sees(*parts), f"не видно: {', '.join(parts)}", seconds)

    def wait_gone(self, part: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the window does not show these words any more. Raises ``StuckError``."""
        self.wait_for(lambda: not self.sees(part), f"всё ещё видно: {part}", seconds)

    def wait_for(
        self, condition: Callable[[], bool], complaint: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until something holds. Raises ``StuckError`` with the complaint."""
        limit = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > limit:
                raise StuckError(f"{complaint}\n{self._told()}")
            time.sleep(_PAUSE_SECONDS)

    def clipboard(self) -> str:
        """Return what was copied."""
        return self._ui.ask(lambda: QGuiApplication.clipboard().text())

    def picture(self, name: str) -> None:
        """Picture the whole screen."""
        self._settle()
        file = str(self._pictures / f"{name}.png")
        self._ui.ask(lambda: QGuiApplication.primaryScreen().grabWindow(0).save(file))

    def leave(self, end: Callable[[], object]) -> None:
        """Have the window ended in its own thread."""
        self._ui.tell(end)

    def note_error(self, error: BaseException) -> None:
        """Note what the window did not catch: with it the walk is not passed."""
        self._fault("".join(traceback.format_exception(error)))

    def _gave_file(self, name: str) -> bool:
        # Qt writes there by itself when it has just read the folder: type again.
        if name not in self.current():
            self.type(name)
        self._ui.tell(partial(_take_file_name, name))
        self._settle()
        return not self.sees(FILE_NAME)

    def _settle(self) -> None:
        # What was posted before has been done when the second answer comes.
        self._ui.ask(lambda: None)
        time.sleep(_PAUSE_SECONDS)
        self._ui.ask(QApplication.sendPostedEvents)

    def _judge(self, at: Stop) -> None:
        """Note a stop that cannot be named or seen, and one that looks the same unfocused."""
        if at.fault:
            self._fault(f"{at.kind} «{at.name}»: {at.fault}")
        same = self._ui.ask(self._ring.look)
        if same:
            self._fault(f"{same}: фокус не виден")

    def _fault(self, words: str) -> None:
        if words not in self.faults:
            self.faults.append(words)

    def _told(self) -> str:
        at = self._ui.ask(stop)
        place = "нигде" if at is None else f"«{at.name}» ({at.kind})"
        return f"    клавиатура: {place}\n    видно: " + "\n           ".join(
            each for each in self.shown() if "(Ctrl+" not in each
        )


def _stop_of_active_window() -> Stop | None:
    return stop() if QGuiApplication.focusWindow() is not None else None


def _combination(keys: str) -> QKeyCombination:
    if keys == "Shift+Tab":
        return QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Backtab)
    # PySide's stubs leave this out.
    combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
    return combination


def _press(combination: QKeyCombination) -> None:
    window = QGuiApplication.focusWindow()
    if window is not None:
        QTest.keyClick(window, combination.key(), combination.keyboardModifiers())


def _take_file_name(name: str) -> None:
    """Press Return; Escape first where Qt's list of known names would take the Return."""
    if not asks_for_file() or name not in current_texts():
        return
    if QApplication.activePopupWidget() is not None:
        _press(_combination("Escape"))
    _press(_combination("Return"))


def _type(letter: str) -> None:
    window = QGuiApplication.focusWindow()
    key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
    shift = Qt.KeyboardModifier.ShiftModifier
    held = shift if letter.isupper() else Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        if window is not None:
            QApplication.sendEvent(window, QKeyEvent(kind, key, held, letter))
