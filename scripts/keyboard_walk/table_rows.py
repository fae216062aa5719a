"""The table of credentials and the journal: the rows C1–C4."""

from __future__ import annotations

from scripts.keyboard_walk.walk import Walk

_TABLE = "Сертификаты"
_MORE = "Столбцы, порядок, напоминания"
_JOURNAL = "Журнал"
_EXPORT = "Сохранить или напечатать показанное"


def table(walk: Walk) -> None:
    """Таблица: порядок по столбцам, отбор, поиск, PDF по номеру, без сети."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+2")
    me.wait("46 записей")
    for column in ("Статус", "Организация", "Дата"):
        me.menu(_MORE, "Упорядочить по столбцу", column)
    me.reach(_TABLE)
    me.press("Ctrl+Home")
    first = me.current()
    me.menu(_MORE, "Упорядочить по столбцу", "По убыванию")
    me.reach(_TABLE)
    me.press("Ctrl+Home")
    me.wait_for(lambda: me.current() != first, "порядок не изменился")
    me.reach("Все 46")
    me.reach("Требуют продления", "Right")
    me.wait("Показано 7 из 46")
    me.reach("Все 46", "Left")
    me.wait("46 записей")
    me.press("Ctrl+F")
    me.type("кардиология")
    me.wait_gone("Показано 46 из 46")
    me.reach(_TABLE)
    me.press("Ctrl+Home")
    walk.to_column("открывает PDF")
    me.press("Return")
    me.wait("Документ")
    walk.outside.scenario("portal-down")
    me.press("F5")
    me.wait("показано сохранённое")
    walk.outside.scenario("normal")
    me.press("F5")
    me.wait("Данные на")
    me.press("Ctrl+F", "Escape")
    me.wait("46 записей")


def checks(walk: Walk) -> None:
    """«Проверить» одну строку, выбранные, все; отмена."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+2")
    me.wait("46 записей")
    me.reach(_TABLE)
    me.press("Ctrl+Home")
    walk.to_column("Проверить:")
    me.press("Space")
    me.wait("Проверено 1 из 1")
    me.press("Shift+Down", "Shift+Down")
    me.do("Проверить выбранные (3)")
    me.wait("Проверено 3 из 3")
    walk.outside.scenario("portal-slow")
    me.do("Проверить все")
    me.do("Отменить")
    me.wait("отменено:")
    walk.outside.scenario("normal")
    me.do("Проверить все")
    me.wait("Проверено 46 из 46", "Подтверждено", "Требуется уточнение")


def replacement(walk: Walk) -> None:
    """Новый документ вместо старого: файл, проверка, история версий."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+2")
    me.wait("46 записей")
    me.reach(_TABLE)
    me.row("Требует продления")
    me.menu("Ещё", "Заменить документ")
    me.choose_file(walk.paper("Продление.pdf"))
    me.wait("новый документ на проверке")
    me.menu("Ещё", "История документа")
    me.wait("Версий: 2")
    me.reach("Версии документа")
    me.row("Версия 1")
    me.press("Escape")
    me.wait_gone("Версии документа")


def journal(walk: Walk) -> None:
    """Журнал: по роли, отбор, выгрузка в CSV, XLSX, PDF, печать; напоминания о сроках."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+8")
    me.pick("Чей журнал", "Журнал портала")
    me.wait("строк")
    me.pick("Чей журнал", "Журнал этого компьютера")
    me.wait("вход")
    for kind, ending in (("Excel", "xlsx"), ("PDF", "pdf"), ("CSV для Excel", "csv")):
        file = walk.folder / f"журнал.{ending}"
        me.menu(_EXPORT, kind)
        me.choose_file(file)
        me.wait(f"журнал.{ending}")
        me.wait_for(file.exists, "файла нет")
    me.menu(_EXPORT, "Печать")
    walk.print_into("журнал-печать.pdf")
    _reminders(walk)
    walk.open_as("Громова", "Ctrl+8")
    _look_for(walk, "Иванова")
    me.reach(_JOURNAL)
    me.row("Иванова")
    # The personnel department of another hospital.
    walk.open_as("Лебедев", "Ctrl+8")
    _look_for(walk, "Иванова")
    me.wait("Строк нет")
    _look_for(walk, "Лебедев")
    me.wait_gone("Строк нет")
    me.reach(_JOURNAL)
    me.row("Лебедев")


def _look_for(walk: Walk, name: str) -> None:
    walk.me.pick("Чей журнал", "Журнал портала")
    walk.me.fill("Кто: фамилия или имя", name)


def _reminders(walk: Walk) -> None:
    me = walk.me
    me.press("Ctrl+2")
    me.menu(_MORE, "Напоминания о сроках")
    me.wait("Дни до конца срока")
    me.fill("Дни до конца срока", "60, 14")
    me.do("Сохранить календарь")
    me.choose_file(walk.folder / "сроки.ics")
    me.wait("Календарь сохранён")
    me.do("Готово")
    me.wait_gone("Дни до конца срока")
