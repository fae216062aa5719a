"""Training mode, tokens, signing in, the account: the start and the rows A1–A5."""

from __future__ import annotations

from scripts.keyboard_walk.outside import Browser, login_of
from scripts.keyboard_walk.walk import STRIP, Walk


def start(walk: Walk) -> None:
    """Учебный режим включается из окна."""
    me = walk.me
    me.wait("Попробовать в учебном режиме")
    me.do("Попробовать в учебном режиме")
    me.wait(STRIP, "Иванова", seconds=120)


def tokens(walk: Walk) -> None:
    """Токены появляются и исчезают сами; видно, чей сертификат, какой и почему не подходит."""
    me = walk.me
    me.press("Ctrl+1")
    me.wait("Лебедев", "Кузнецова")
    me.reach("Сертификаты на токенах")
    me.row("Иванова", "ГОСТ")
    me.row("Иванова", "истёк")
    me.wait("СНИЛС", "Учебный УЦ ГОСТ", "Срок сертификата закончился")
    walk.outside.scenario("pin-locked")
    me.wait_gone("Лебедев")
    me.wait_gone("Кузнецова")
    walk.all_works_again()


def token_login(walk: Walk) -> None:
    """Вход с ЭП: сертификат, PIN, таблица; в журнале этого компьютера есть запись."""
    walk.sign_in("Иванова", "ГОСТ")
    me = walk.me
    me.wait("Иванова", "46 записей")
    me.press("Ctrl+8")
    me.pick("Чей журнал", "Журнал этого компьютера")
    me.wait("вход")


def browser_login(walk: Walk) -> None:
    """Вход через Госуслуги: браузер, логин, пароль, код, возврат в программу."""
    me, known = walk.me, login_of(3)
    walk.sign_out()
    me.do("Войти через Госуслуги")
    me.wait("Закончите вход в браузере")
    me.do("Скопировать адрес")
    browser = Browser(me.clipboard())
    try:
        browser.fill("login", known.email)
        browser.fill("password", known.password)
        browser.press("Войти")
        browser.fill("code", walk.outside.code(3))
        browser.press("Продолжить")
        browser.wait("Портал получит")
        browser.press("Предоставить")
        browser.wait("вернитесь в программу")
    finally:
        browser.close()
    me.wait("Соловьёва")


def account_level(walk: Walk) -> None:
    """Уровень учётной записи: причина, анкета, код из письма и СМС, документы, оператор."""
    me, number = walk.me, 9
    walk.open_as("Никитин", "Ctrl+7")
    walk.compare_passport(number)
    me.wait("Паспортные данные совпали")
    me.press("Ctrl+6")
    me.wait("Личность владельца учётной записи не подтверждена", "Шаг 1 из 6")
    form = {
        "ИНН": login_of(number).person.person.inn,
        "Телефон": "8 900 111-22-33",
        "Электронная почта": "nikitin@pochta.example",
    }
    for name, text in form.items():
        me.fill(name, text)
    me.do("Дальше")
    for step in ("Шаг 2 из 6", "Шаг 3 из 6"):
        me.wait(step)
        me.do("Получить код")
        me.wait("Код отправлен")
        me.fill("Код из сообщения", walk.outside.code(number))
        me.press("Return")
    me.wait("Шаг 4 из 6")
    for paper in ("диплом", "право на практику", "справка работодателя"):
        me.do(f"Выбрать файл: {paper}")
        me.choose_file(walk.photograph(f"{paper}.png"))
        me.wait(f"{paper}.jpg")
    me.do("Отправить на проверку")
    me.wait("Шаг 5 из 6")
    walk.outside.decide("approve")
    me.press("F5")
    me.wait("Учётная запись: подтверждённая")


def personal_data(walk: Walk) -> None:
    """СНИЛС, ИНН, паспорт, имя проверяются при вводе: место ошибки и исправление по кнопке."""
    me, number = walk.me, 2
    walk.open_as("Петров Сергей", "Ctrl+7")
    me.tab("Регистрация")
    me.wait("Профессиональная категория")
    me.fill("СНИЛС", "145-678-901 04")
    me.wait("контрольн")
    me.do("Показать место: СНИЛС")
    me.reach("СНИЛС")
    me.fill("Фамилия, имя, отчество", "Пeтров Сергей Николаевич")
    me.do("Заменить похожие знаки буквами")
    me.reach("Фамилия, имя, отчество")
    me.wait_for(lambda: "Петров Сергей" in me.current(), "имя не исправлено")
    me.fill("Фамилия, имя, отчество", "Петров Сергей Николаевич")
    walk.compare_passport(number, "01.01.1990")
    me.wait("Паспортные данные не совпали", "Дата рождения: проверьте")
    walk.compare_passport(number)
    me.wait("Паспортные данные совпали")
