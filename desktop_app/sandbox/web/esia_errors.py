"""Codes with which ЕСИА refuses, in words near its own, and the OAuth error of each."""

from __future__ import annotations

from typing import Final

ESIA_ERRORS: Final = {
    "ESIA-007002": "Несоответствие сертификата и мнемоники информационной системы",
    "ESIA-007004": "Владелец ресурса или сервис авторизации отклонил запрос",
    "ESIA-007006": "Запрошенная область доступа (scope) неизвестна или указана неверно",
    "ESIA-007007": "Возникла неожиданная ошибка в работе сервиса авторизации",
    "ESIA-007008": "Сервис авторизации не может выполнить запрос из-за большой нагрузки",
    "ESIA-007011": "Код или маркер обновления недействителен, просрочен или отозван",
    "ESIA-007013": "Запрос не содержит указания на область доступа (scope)",
    "ESIA-007014": "Запрос не содержит обязательного параметра",
    "ESIA-007015": "Неверное время запроса",
    "ESIA-007019": "Отсутствует разрешение на доступ",
    "ESIA-007023": "Указанный в запросе redirect_uri отсутствует среди разрешённых",
    "ESIA-007039": "Параметр code_challenge не был указан в запросе авторизационного кода",
    "ESIA-007040": "Проверка code_verifier не пройдена",
    "ESIA-007046": "Требуется второй фактор аутентификации, но он недоступен",
    "ESIA-007053": "Параметр client_secret некорректен",
    "ESIA-007055": "Вход в систему осуществляется с неподтверждённой учётной записью",
    "ESIA-007194": "Пользователь не является сотрудником указанной организации",
    "ESIA-008010": "Не удалось произвести аутентификацию системы-клиента",
    "ESIA-036700": "Не указана мнемоника типа согласия",
    "ESIA-036727": "Срок действия согласия указан неверно",
}
_OAUTH: Final = {
    "ESIA-007004": "access_denied",
    "ESIA-007006": "invalid_scope",
    "ESIA-007007": "server_error",
    "ESIA-007008": "temporarily_unavailable",
    "ESIA-007011": "invalid_grant",
    "ESIA-007040": "invalid_grant",
    "ESIA-008010": "unauthorized_client",
}


def oauth_error_of(code: str) -> dict[str, str]:
    """Return ``error`` and ``error_description`` that go with one of ЕСИА's codes."""
    error = _OAUTH.get(code, "invalid_request")
    return {"error": error, "error_description": f"{code}: {ESIA_ERRORS[code]}"}
