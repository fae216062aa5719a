"""Colours, fonts and icons of the window, light and dark, on every system alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop_app.core.resources import resource_path
from desktop_app.ui.palette import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT
from desktop_app.ui.stylesheet import stylesheet

TEXT_PIXELS = 13
LEAD_PIXELS = 15
HEADING_PIXELS = 20
TITLE_PIXELS = 26
_SCALES = (1, 2, 3)
_DARK_BELOW = 128


class Theme(QObject):
    """The colours in force; widgets ask it when they paint and when it has ``changed``."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self._wanted = "system"
        self._high_contrast = False
        self._contrast_watched = False
        self._tokens = self._wanted_tokens()
        font = QFont(application.font())
        font.setPixelSize(TEXT_PIXELS)
        application.setFont(font)
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    @property
    def dark(self) -> bool:
        """True while the dark colours are in force."""
        return self._tokens is DARK or self._tokens is HIGH_DARK

    def use(self, wanted: str) -> None:
        """Use ``light``, ``dark`` or what the ``system`` asks for."""
        self._wanted = wanted
        self._watch_contrast()
        self._follow()

    def use_contrast(self, *, high: bool) -> None:
        """Use stronger colours, as the system asks for people who need them."""
        self._high_contrast = high
        self._follow()

    def _watch_contrast(self) -> None:
        # Asked after the first paint, as it takes 13 ms, and once; Qt before 6.10 cannot tell.
        hints = self._application.styleHints()
        if self._contrast_watched or not hasattr(hints, "accessibility"):
            return
        self._contrast_watched = True
        wishes = hints.accessibility()
        wishes.contrastPreferenceChanged.connect(self._take_contrast)
        self._take_contrast(wishes.contrastPreference())

    def _take_contrast(self, wish: Enum) -> None:
        self.use_contrast(high=wish.name == "HighContrast")

    def color(self, name: str) -> QColor:
        """Return the colour of a token such as ``muted`` or ``fail``."""
        return QColor(self._tokens[name])

    def icon(self, name: str, color: str | None = "text", size: int = 20) -> QIcon:
        """Return an icon of ``resources/icons`` in the colour of a token."""
        return _icon(name, self._tokens[color or "text"], size)

    def font(self, pixels: int) -> QFont:
        """Return the system's font in one of the four sizes; headings are semi-bold."""
        font = QFont(self._application.font())
        font.setPixelSize(pixels)
        if pixels >= HEADING_PIXELS:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _follow(self) -> None:
        # Applying colours polishes every widget anew, so only a real change does.
        tokens = self._wanted_tokens()
        if tokens is not self._tokens:
            self._tokens = tokens
            self._apply()

    def _wanted_tokens(self) -> Mapping[str, str]:
        # The style asks the system too; the first use of Qt.ColorScheme takes 12 ms and more.
        standard = self._application.style().standardPalette()
        system_dark = standard.window().color().lightness() < _DARK_BELOW
        dark = self._wanted == "dark" or (self._wanted == "system" and system_dark)
        if self._high_contrast:
            return HIGH_DARK if dark else HIGH_LIGHT
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        icons = resource_path("icons").as_posix()
        sheet = stylesheet(self._tokens, icons=icons, scheme="dark" if self.dark else "light")
        self._application.setPalette(_palette(self._tokens))
        self._application.setStyleSheet(sheet)
        self.changed.emit()


@cache
def _icon(name: str, colour: str, size: int) -> QIcon:
    drawing = resource_path("icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    icon = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        icon.addPixmap(pixmap)
    return icon


def _palette(tokens: Mapping[str, str]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "raised",
        QPalette.ColorRole.AlternateBase: "surface",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "fail",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Mid: "border",
        QPalette.ColorRole.Light: "line",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, QColor(tokens[token]))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(disabled, role, QColor(tokens["muted"]))
    return palette
