"""What the page of credentials says when there is no table to show, and after failures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop_app.core.catalogue import Catalogue, Message
from desktop_app.core.errors import NmoError
from desktop_app.core.errors.base import error_from
from desktop_app.ui.credentials_state import PageState, Situation
from desktop_app.ui.portal_contact import failure_icon


@dataclass(frozen=True, slots=True)
class StateWords:
    """Words of a page state: what it is, why, and its one button."""

    icon: str
    title: str
    text: str
    button: str


class CredentialStateWords(QObject):
    """Words for each situation of the page, in the language of the window."""

    def __init__(self, catalogue: Catalogue, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._language = language

    def of_state(self, state: PageState) -> StateWords:
        """Return the words for a state without a table."""
        match state.situation:
            case Situation.SIGNED_OUT:
                return self._signed_out()
            case Situation.FAILED if state.error is not None:
                return self._failed(state.error)
            case Situation.EMPTY:
                return self._empty()
            case _:
                return self._loading()

    def nothing_found(self) -> StateWords:
        """Return the words for a search that no row satisfies."""
        return StateWords(
            "search",
            self.tr("Ничего не найдено"),
            self.tr("Ни одна запись не подходит под поиск и фильтр."),
            self.tr("Показать все записи"),
        )

    def of_error(self, error: NmoError) -> str:
        """Return what happened and what to do, in one line."""
        message = self.message(error)
        return " ".join(filter(None, (f"{message.title}.", message.remedy)))

    def of_code(self, code: str) -> str:
        """Return the heading of the error that ``code`` names, empty for no code."""
        if not code:
            return ""
        try:
            return f"{self.message(error_from(code, {})).title}."
        except (KeyError, TypeError):
            return code

    def message(self, error: NmoError) -> Message:
        """Return the message of an error."""
        return self._catalogue.of_error(error, self._language)

    def _loading(self) -> StateWords:
        return StateWords(
            "loader-circle",
            self.tr("Загружаем сертификаты"),
            self.tr("Спрашиваем у портала ваш список. Обычно это несколько секунд."),
            self.tr("Отменить"),
        )

    def _signed_out(self) -> StateWords:
        return StateWords(
            "log-in",
            self.tr("Войдите, чтобы увидеть сертификаты"),
            self.tr("Список хранится на портале, на этом компьютере сохранённых записей нет."),
            self.tr("Перейти ко входу"),
        )

    def _empty(self) -> StateWords:
        return StateWords(
            "file-text",
            self.tr("Сертификатов пока нет"),
            self.tr(
                "На портале нет документов вашей учётной записи. Новый документ вносит "
                "образовательная организация, после этого он появится здесь."
            ),
            self.tr("Обновить"),
        )

    def _failed(self, error: NmoError) -> StateWords:
        message = self.message(error)
        text = "\n".join(filter(None, (message.text, message.remedy)))
        return StateWords(failure_icon(error), message.title, text, self.tr("Повторить"))
