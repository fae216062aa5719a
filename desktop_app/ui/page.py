"""What every page of the window is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page; the window makes it when it is first opened."""

    title = ""
    """What its heading says, the same as its button in the rail."""

    def refresh(self) -> None:
        """Read anew what the page shows; F5 asks for it."""

    def search(self) -> None:
        """Put the keyboard where one searches; most pages have no such place."""
