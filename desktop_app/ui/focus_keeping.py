"""Keeps the keyboard somewhere, and where it can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid


class FocusKeeping(QObject):
    """Watches the window of ``pages``.

    Where the part that had the keyboard was hidden or switched off, the next one gets it.
    """

    def __init__(
        self, pages: QWidget, shown: Callable[[], QWidget], way_out: Callable[[], QWidget]
    ) -> None:
        super().__init__(pages)
        self._pages = pages
        self._shown = shown
        self._way_out = way_out
        self._watching = False
        self._last: QWidget | None = None

    def watch(self) -> None:
        """Begin, once the window is on the screen."""
        handle = self._pages.window().windowHandle()
        if handle is not None and not self._watching:
            self._watching = True
            handle.focusObjectChanged.connect(self._moved)

    def focus_page(self) -> None:
        """Give the keyboard to the first part of the shown page that takes it."""
        page = self._shown()
        (_next_stop(page, page) or self._way_out()).setFocus()

    def _moved(self, at: QObject | None) -> None:
        if isinstance(at, QWidget) and not at.isWindow() and not self._was_pushed_out(at):
            self._last = at
        else:
            # Qt is still at work: it may find a place by itself.
            QTimer.singleShot(0, self, self._restore)

    def _restore(self) -> None:
        at = self._pages.window().focusWidget()
        if not self._pages.isVisible() or (at is not None and not self._was_pushed_out(at)):
            return
        page, last = self._shown(), self._last
        inside = last is not None and isValid(last) and page.isAncestorOf(last)
        stop = _next_stop(last, page) if last is not None and inside else None
        if stop is None:
            self.focus_page()
        else:
            stop.setFocus()

    def _was_pushed_out(self, at: QWidget) -> bool:
        """Tell whether Qt, not a person, moved the keyboard from the page to what is around it."""
        page, last = self._shown(), self._last
        if last is None or not isValid(last) or not page.isAncestorOf(last):
            return False
        return not (last.isVisible() and last.isEnabled()) and not page.isAncestorOf(at)


def scroll_to_focus(at: QObject | None) -> None:
    """Scroll to what got the keyboard, for ``QApplication.focusObjectChanged`` to call.

    Qt does not where Tab comes into a scrolled area from outside of it.
    """
    if not isinstance(at, QWidget) or at.isWindow():
        return
    parent = at.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(at)
        parent = parent.parentWidget()


def _next_stop(after: QWidget, page: QWidget) -> QWidget | None:
    """Return the next part of a page that takes the keyboard, from the front when none follows."""
    parts = list(_parts(page))
    behind = parts.index(after) + 1 if after in parts else 0
    for part in (*parts[behind:], *parts[:behind]):
        takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and part.isEnabled() and part.isVisible() and part is not after:
            return part
    return None


def _parts(whole: QWidget) -> Iterator[QWidget]:
    """Walk the parts from front to back, by the tree and not by ``nextInFocusChain``.

    PySide takes what that one returns, the window too, for a child of the part that was asked:
    when that is deleted, menus and headers all over the window count as deleted with it.
    """
    for part in whole.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not part.isWindow():
            yield part
            yield from _parts(part)
