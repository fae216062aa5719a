"""Consent, registration, the federal register: the rows B1–B3."""

from __future__ import annotations

from desktop_app.sandbox.official_identity import official_identity
from scripts.keyboard_walk.outside import login_of
from scripts.keyboard_walk.walk import Walk


def consent(walk: Walk) -> None:
    """Согласие: токеном, отзыв, кодом из СМС, история, печать и PDF."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+3")
    me.wait("Согласие не дано", "Основание", "Если отказаться")
    me.do("Разрешить передачу сведений в ЕГИСЗ")
    me.wait("Документ согласия")
    me.do("Перейти к подписи")
    walk.enter_pin()
    me.wait("Согласие действует")
    paper = walk.folder / "согласие.pdf"
    me.do("Сохранить PDF")
    me.choose_file(paper)
    me.wait("Согласие сохранено")
    me.wait_for(paper.exists, "файла нет")
    me.do("Печать")
    walk.print_into("согласие-печать.pdf")
    walk.withdraw_consent()
    me.do("Подтвердить кодом из СМС")
    me.wait("Код слабее подписи токеном")
    me.do("Получить код")
    me.wait("Код отправлен")
    me.fill("Код из сообщения", walk.outside.code(1))
    me.press("Return")
    me.wait("Согласие действует", "Согласие дано (код из СМС)")
    me.reach("История согласия")
    me.row("Согласие отозвано")
    walk.withdraw_consent()


def registration(walk: Walk) -> None:
    """Регистрация: форма, сканы, проверка, решение оператора, второй фактор."""
    me, number = walk.me, 2
    walk.open_as("Петров Сергей", "Ctrl+7")
    walk.compare_passport(number)
    me.wait("Паспортные данные совпали")
    me.tab("Регистрация")
    me.wait("Профессиональная категория")
    values = {
        "Дата рождения": f"{official_identity(f'person-{number}').birth_date:%d.%m.%Y}",
        "СНИЛС": login_of(number).person.person.snils,
        "Мобильный телефон": "+7 900 111-22-33",
        "Электронная почта": "petrov@pochta.example",
        "Профессиональная категория": "Врач",
        "Специальность": "Кардиология",
        "Место работы": "ГБУЗ «Областная клиническая больница»",
        "Диплом": "107704 0012345",
    }
    for name, text in values.items():
        me.fill(name, text)
    for kind in ("диплом", "аккредитация"):
        me.pick("Что на скане", kind)
        me.do("Добавить скан")
        me.choose_file(walk.photograph(f"{kind}.png"))
        me.wait(f"{kind}.png")
    me.do("Отправить заявку")
    me.wait("На обработке")
    walk.outside.decide("activate")
    me.press("F5")
    me.wait("Учётная запись специалиста активна")
    walk.open_as("Петров Сергей", "Ctrl+7", anew=True)
    me.tab("Регистрация")
    me.wait("Профессиональная категория")
    me.do("Включить второй фактор")
    me.wait("Второй фактор")
    me.type(walk.outside.code(number))
    me.press("Return")
    me.wait("второй фактор включён")


def register_sync(walk: Walk) -> None:
    """ФРМР: сверка по кнопке и по расписанию, отчёт, изменившаяся фамилия."""
    me = walk.me
    walk.open_as("Иванова", "Ctrl+7")
    me.tab("ФРМР")
    me.pick("Сверять самой программой", "каждый день")
    me.do("Сверить сейчас")
    me.wait("Нужны действия", "Расхождения с ФРМР")
    me.reach("Расхождения с ФРМР")
    walk.outside.scenario("surname-changed")
    me.do("Сверить сейчас")
    me.wait("Кравченко", "Фамилия изменилась не везде")
    me.do("Написать в поддержку")
    me.wait("Когда случилось")
    me.press("Escape")
    me.wait_gone("Когда случилось")
    walk.outside.scenario("normal")
