"""Takes the pictures of one scene in both colours and collects the faults that it sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.theme import Theme
from scripts.page_pictures.layout_check import faults_of

_LIMIT_MILLISECONDS = 20_000
_PNG_EFFORT = 70


@dataclass
class Camera:
    """Pictures widgets of one language and scale."""

    folder: Path
    theme: Theme
    language: str
    percent: int
    only: str = ""
    people: tuple[str, ...] = ()
    """Names that the widgets show in every language."""
    faults: list[str] = field(default_factory=list)
    taken: int = 0

    def take(self, name: str, widget: QWidget) -> None:
        """Picture a shown widget light and dark; note what cannot be read."""
        if not any(part in name for part in self.only.split(",")):
            return
        # A change of colours styles every widget anew: it costs more than the picture.
        for colours in ("dark", "light") if self.theme.dark else ("light", "dark"):
            self._colour(colours)
            picture = f"{self.language}-{colours}-{self.percent}-{name}.png"
            # A higher «quality» is less compression: time counts more than space here.
            widget.grab().save(str(self.folder / picture), "PNG", _PNG_EFFORT)
            self.taken += 1
            found = faults_of(widget, language=self.language, data=self.people)
            self.faults.extend(f"{picture}: {fault}" for fault in found)

    def hold(self, name: str, window: QWidget, smallest: tuple[int, int]) -> None:
        """Note that a window cannot be made as small as it has to."""
        wanted = window.minimumSizeHint()
        if wanted.width() > smallest[0] or wanted.height() > smallest[1]:
            least = f"{wanted.width()} x {wanted.height()}"
            self.faults.append(f"{self.language}-{name}: needs at least {least}")

    def _colour(self, colours: str) -> None:
        if self.theme.dark is not (colours == "dark"):
            self.theme.use(colours)
        settle()


def settle() -> None:
    """Let Qt lay out and paint what waits."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    # Without a running event loop Qt keeps what was told to be deleted later, and styles it.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until(what: str, condition: Callable[[], bool]) -> None:
    """Process events until ``condition`` holds. Raises ``TimeoutError`` naming ``what``."""
    timer = QElapsedTimer()
    timer.start()
    while not condition():
        if timer.elapsed() > _LIMIT_MILLISECONDS:
            raise TimeoutError(what)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    settle()
