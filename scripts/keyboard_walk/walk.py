"""What every row of the walk has in hand, and the steps that several rows share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from PIL import Image

from desktop_app.sandbox.official_identity import official_identity
from scripts.keyboard_walk.outside import Outside
from scripts.keyboard_walk.person import Person, StuckError

STRIP = "Учебный режим: портал и токены ненастоящие"
NOBODY = "Вход не выполнен"


@dataclass
class Walk:
    """One run through the rows."""

    me: Person
    outside: Outside
    folder: Path
    """Where the person's own files lie."""

    def sign_in(self, *parts: str) -> None:
        """Sign in with the certificate whose row has all these words."""
        me = self.me
        self.sign_out()
        me.wait(parts[0])
        me.reach("Сертификаты на токенах")
        me.row(*parts)
        me.do("Войти с ЭП")
        self.enter_pin()
        me.wait_gone(NOBODY)

    def all_works_again(self) -> None:
        """End a scenario, and wait on the first page until the tokens are back in their places."""
        self.outside.scenario("normal")
        self.me.press("Ctrl+1")
        # One of each kind of token.
        self.me.wait("Лебедев", "Иванова", "Кузнецова", "Никитин")

    def enter_pin(self) -> None:
        """Give the PIN to the dialog that asks for it."""
        me = self.me
        me.wait("Подпись токеном")
        me.reach("PIN")
        me.type(self.outside.pin)
        me.press("Return")
        me.wait_gone("Подпись токеном")

    def sign_documents(self, done: str) -> None:
        """Sign with the certificate that is offered, under one PIN, until it is said to be done."""
        me = self.me
        me.wait("Каким сертификатом подписать")
        me.do("Подписать")
        self.enter_pin()
        me.wait(done)
        me.do("Закрыть")
        me.wait_gone(done)

    def print_into(self, name: str) -> None:
        """Print into a PDF file by the system's print dialog."""
        me, file = self.me, self.folder / name
        me.wait("Печать в файл")
        me.fill("Вывод в файл", str(file))
        me.press("Return")
        me.wait("Передано принтеру")
        me.wait_for(file.exists, "ничего не напечатано")

    def sign_out(self) -> None:
        """Sign out, when somebody is signed in."""
        me = self.me
        me.press("Ctrl+1")
        me.wait("Сертификаты на токенах")
        if not me.sees(NOBODY):
            me.do("Выйти")
            me.wait(NOBODY)

    def open_as(self, name: str, page: str, *, anew: bool = False) -> None:
        """Open a page by its key as somebody, who signs in when it is somebody else's turn."""
        me = self.me
        me.press("Ctrl+1")
        if anew or not me.sees(f"Вы вошли: {name}"):
            self.sign_in(name, "подходит")
        me.press(page)

    def compare_passport(self, number: int, birth_date: str = "") -> None:
        """Have the portal compare a person's passport; a wrong date can be given."""
        me, papers = self.me, official_identity(f"person-{number}")
        me.tab("Паспорт")
        me.fill("Дата рождения", birth_date or f"{papers.birth_date:%d.%m.%Y}")
        me.fill("Серия и номер паспорта", papers.passport)
        me.do("Сверить")

    def withdraw_consent(self) -> None:
        """Withdraw the consent that is in force."""
        self.me.do("Отозвать согласие")
        self.me.wait("Отозвать согласие?")
        self.me.do("Отозвать")
        self.me.wait_gone("Согласие действует")
        self.me.wait("Согласие отозвано")

    def to_column(self, words: str) -> None:
        """Go right in the table to the cell that says these words."""
        me = self.me
        me.press("Home")
        before = ""
        while words not in (now := me.cell()):
            if now == before:
                raise StuckError(f"в строке нет «{words}»")
            before = now
            me.press("Right")

    def photograph(self, name: str) -> Path:
        """Return a picture as a telephone takes it."""
        file = self.folder / name
        Image.effect_noise((600, 800), 40).convert("RGB").save(file)
        return file

    def paper(self, name: str) -> Path:
        """Return a PDF of one page that nothing is wrong with; another name, another content."""
        file = self.folder / name
        document = FPDF()
        document.add_page()
        document.set_font("helvetica", size=14)
        document.multi_cell(0, 8, "Certificate of a training course. " * 40 + name.encode().hex())
        document.output(str(file))
        return file
