"""The pages of a PDF as pictures, drawn beside the UI thread; what is shown is known by digest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.errors import NmoError
from desktop_app.core.errors.outbox import ContentChangedError
from desktop_app.core.page_pictures import PagePictures
from desktop_app.services.program import Services
from desktop_app.ui.background import Background, Job
from desktop_app.ui.credentials_checking import while_alive
from desktop_app.ui.theme import Theme

_PIXELS = 1200
_SPACE = 20


class PagePreview(QWidget):
    """One page at a time; ``shown`` carries the digest of the bytes that were drawn."""

    shown = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._theme = theme
        self._job: Job | None = None
        self._read: Callable[[], bytes] | None = None
        self._sha256 = ""
        self._number = self._pages = 0
        self._picture = QPixmap()
        self._build()
        self.clear("")

    def clear(self, words: str) -> None:
        """Show no page but a sentence."""
        self._stop()
        self._read = None
        self._picture = QPixmap()
        self.page.setPixmap(self._picture)
        self.page.setText(words)
        self._number = self._pages = 0
        self._show_place()

    def show_document(self, sha256: str, read: Callable[[], bytes]) -> None:
        """Show the first page of what ``read`` returns; called on a worker's thread.

        Another content than that of ``sha256`` is not shown.
        """
        self.clear(self.tr("Рисуем страницу…"))
        self._sha256, self._read = sha256, read
        self._draw(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self.page = QLabel()
        self.page.setWordWrap(True)
        self.page.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.area = QScrollArea()
        self.area.setWidget(self.page)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(self.tr("Страница документа"))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.back = self._turn("‹", self.tr("Предыдущая страница"), -1)
        self.forth = self._turn("›", self.tr("Следующая страница"), 1)
        self.place = QLabel()
        self.place.setProperty("tone", "muted")
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.place, 1, Qt.AlignmentFlag.AlignHCenter)
        row.addWidget(self.forth)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.area, 1)
        column.addLayout(row)

    def _turn(self, sign: str, words: str, by: int) -> QPushButton:
        button = QPushButton(sign)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(lambda: self._draw(self._number + by))
        return button

    def _draw(self, number: int) -> None:
        read = self._read
        if read is None:
            return
        self._stop()
        services = self._services
        self._job = self._background.start(
            lambda cancel, _progress: services.papers.pictures(
                read(), first=number, width=_PIXELS, cancel=cancel
            ),
            done=while_alive(self, lambda pictures: self._show(read, number, pictures)),
            failed=while_alive(self, lambda error: self._fail(read, error)),
        )

    def _show(self, read: Callable[[], bytes], number: int, pictures: PagePictures) -> None:
        if read is not self._read:
            return
        if pictures.sha256 != self._sha256:
            self._fail(read, ContentChangedError())
            return
        self._number, self._pages = number, pictures.pages
        self._picture = QPixmap()
        self._picture.loadFromData(pictures.pictures[0].png)
        words = self.tr("Страница {number} из {pages}")
        self.page.setAccessibleName(words.format(number=number, pages=self._pages))
        self._fit()
        self._show_place()
        self.shown.emit(pictures.sha256)

    def _fail(self, read: Callable[[], bytes], error: NmoError) -> None:
        if read is self._read:
            message = self._services.catalogue.of_error(error, self._services.language)
            self.clear(f"{message.title}. {message.text}")
            self.failed.emit(error)

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        width = max(self.area.viewport().width() - _SPACE, 1)
        scaled = self._picture.scaledToWidth(
            round(width * ratio), Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self.page.setPixmap(scaled)

    def _show_place(self) -> None:
        words = self.tr("Страница {number} из {pages}")
        self.place.setText(
            words.format(number=self._number, pages=self._pages) if self._pages else ""
        )
        self.back.setEnabled(self._number > 1)
        self.forth.setEnabled(self._number < self._pages)

    def _stop(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()

    def minimumSizeHint(self) -> QSize:
        """Stay usable when the window is small."""
        return QSize(200, 160)
