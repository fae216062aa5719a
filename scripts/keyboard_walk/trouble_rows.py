"""Diagnosis, PIN, support and signing without a network: the rows D1–D3 and E1."""

from __future__ import annotations

from scripts.keyboard_walk.walk import Walk

_PAPER = "На бумаге от владельца напечатано"
_NEW_PIN = "24681357"


def diagnosis(walk: Walk) -> None:
    """Диагностика: что не так, почему, что сделать, кнопка, которая делает."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+0")
    walk.outside.scenario("gost-root-missing")
    me.do("Проверить")
    me.wait("Добавить сертификат в программу", seconds=120)
    me.reach("Проверки")
    me.row("корн")
    me.do("Добавить сертификат в программу")
    me.wait("Что именно изменится", _PAPER)
    paper = next(text for text in me.shown() if _PAPER in text)
    me.fill("Отпечаток из независимого источника", paper.partition("\n")[2])
    me.do("Изменить")
    me.wait("Проверено снова")
    me.do("Отменить изменение")
    me.wait("Изменение отменено")
    me.do("Закрыть")
    walk.all_works_again()
    me.press("Ctrl+0", "F5")
    me.wait("ничего не мешает", seconds=120)


def pins(walk: Walk) -> None:
    """PIN: сколько попыток осталось, смена, разблокировка PIN-кодом администратора."""
    me = walk.me
    me.press("Ctrl+0")
    me.menu("PIN токена", "Сменить PIN")
    me.wait("Смена PIN")
    me.pick("Токен", "Учебный токен 02")
    me.fill("Нынешний PIN", walk.outside.pin)
    me.fill("Новый PIN", _NEW_PIN)
    me.fill("Новый PIN ещё раз", _NEW_PIN)
    me.do("Сменить PIN")
    me.wait("PIN сменён")
    walk.outside.scenario("pin-locked")
    me.menu("PIN токена", "Разблокировать PIN")
    me.wait("Разблокировка PIN")
    me.fill("PIN администратора или PUK", walk.outside.state.administrator_pin)
    me.fill("Новый PIN", walk.outside.pin)
    me.fill("Новый PIN ещё раз", walk.outside.pin)
    if me.sees("Понимаю и продолжаю"):
        me.do("Понимаю и продолжаю")
    me.do("Разблокировать")
    me.wait_gone("Разблокировка PIN")
    walk.all_works_again()


def support(walk: Walk) -> None:
    """Отчёт, пакет для поддержки, обращение со снимком, «Мои заявки»."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+0")
    me.do("Проверить")
    me.wait("ничего не мешает", seconds=120)
    for button, ending in (("Отчёт", "html"), ("Пакет для поддержки", "zip")):
        file = walk.folder / f"отчёт.{ending}"
        me.do(button)
        if ending == "zip":
            me.wait("Вот всё, что попадёт в пакет")
            me.do("Сохранить")
        me.choose_file(file)
        me.wait(f"отчёт.{ending}")
        me.wait_for(file.exists, "файла нет")
    me.press("Ctrl+9")
    me.do("Новое обращение")
    me.wait("Когда случилось")
    me.fill("Что случилось, коротко", "Не открывается документ")
    me.fill("Описание", "Номер не открывает PDF.")
    me.do("Когда случилось")
    me.do("Снимок окна")
    me.wait("КБ")
    me.do("Отправить")
    me.wait("Мои заявки: 1", "Заявка №")
    me.fill("Комментарий", "Повторилось сегодня.")
    me.do("Отправить комментарий")
    me.wait("Повторилось сегодня.")


def offline(walk: Walk) -> None:
    """Без сети: документы приняты, подписаны одним PIN и уходят сами; проверка подписи."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+4")
    walk.outside.scenario("portal-down")
    for name in ("Заявление", "Характеристика"):
        me.menu("Добавить", "Файлы")
        me.choose_file(walk.paper(f"{name}.pdf"))
        me.wait(f"{name}.pdf")
    me.do("Подписать и отправить")
    walk.sign_documents("Подписаны 2 документа")
    me.wait("2 документа", "ждут отправки: 2")
    walk.outside.scenario("normal")
    me.wait_gone("ждут отправки", seconds=120)
    me.reach("Документы")
    me.row("Заявление", "доставлен")
    file = walk.paper("Договор.pdf")
    me.menu("Другие действия с документами", "Подписать файлы рядом")
    me.choose_file(file)
    walk.sign_documents("Подписан 1 документ")
    me.press("Ctrl+5")
    me.do("Выбрать файлы")
    me.choose_file(file.with_name("Договор.pdf.sig"))
    me.wait("Всё подтверждено: 1 подпись", "Подписал(а): Иванова", "Документ тот самый")
    report = walk.folder / "проверка.pdf"
    me.do("Сохранить отчёт")
    me.choose_file(report)
    me.wait("Отчёт сохранён")
    me.wait_for(report.exists, "файла нет")
