"""The page «Регистрация и ФРМР»: passport, registration in its states, ФРМР."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop_app.core.registrations import ScanKind
from desktop_app.sandbox.official_identity import official_identity
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.registers import RegistersPage
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage

_BORN = f"{official_identity('person-1').birth_date:%d.%m.%Y}"
_PASSPORT = official_identity("person-1").passport
_VALUES = {
    "birth_date": _BORN,
    "phone": "+7 912 345-67-89",
    "email": "ivanova@clinic.example",
    "category": "Врач",
    "diploma": "107704 0012345",
}


def register_scenes(stage: Stage) -> None:
    """Compare the passport, register, compare with ФРМР, change the surname."""
    page = stage.window.page(RegistersPage)
    stage.window.show_page(PageKey.REGISTERS)
    _passport(stage, page)
    _registration(stage, page)
    _sync(stage, page)


def _passport(stage: Stage, page: RegistersPage) -> None:
    panel = page.passport
    wait_until("the form of the passport", lambda: panel.form is not None)
    stage.take("passport-empty")
    assert panel.form is not None
    panel.form.fields["birth_date"].write("01.01.1990")
    panel.form.fields["passport"].write(_PASSPORT)
    panel.compare()
    wait_until("the mismatch", panel.differing.isVisible)
    stage.take("passport-mismatch")
    stage.take_small("passport-mismatch-small")
    panel.form.fields["birth_date"].write(_BORN)
    panel.compare()
    wait_until("the match", lambda: not panel.differing.isVisible())
    stage.take("passport-match")


def _registration(stage: Stage, page: RegistersPage) -> None:
    panel = page.registration
    page.tabs.setCurrentWidget(panel)
    wait_until("the form of the registration", lambda: panel.form is not None)
    wait_until("the answer", lambda: not panel.work.running)
    known = stage.services.registers.registration.state().registration
    if known is None or known.is_activated:
        stage.take("registration-none")
        stage.take_small("registration-none-small")
    service = stage.services.registers.registration
    service.keep_values({**service.known_values(), **_VALUES, "speciality": "Алхимия"})
    with tempfile.TemporaryDirectory() as folder:
        for kind in (ScanKind.DIPLOMA, ScanKind.ACCREDITATION):
            scan = Path(folder, f"{kind.value}.pdf")
            scan.write_bytes(b"%PDF-1.7\n" + kind.value.encode() * 40_000)
            service.add_scan(kind, scan)
    service.submit()
    page.refresh()
    wait_until("what to mend", lambda: "✕" in panel.details.text())
    stage.take("registration-rework")
    stage.take_small("registration-rework-small")
    service.keep_values({**service.known_values(), "speciality": "Терапия"})
    service.submit()
    page.refresh()
    wait_until("the processing", lambda: "✕" not in panel.details.text())
    settle()
    stage.take("registration-processing")
    service.withdraw()


def _sync(stage: Stage, page: RegistersPage) -> None:
    panel = page.sync
    page.tabs.setCurrentWidget(panel)
    wait_until("the register", lambda: not panel.work.running)
    stage.take("sync-none")
    panel.run()
    wait_until("the report", panel.ticket_button.isVisible)
    stage.take("sync-differences")
    stage.take_small("sync-differences-small")
    stage.scenario("surname-changed")
    panel.run()
    wait_until("the surname", lambda: "Кравченко" in panel.details.text())
    stage.take("sync-surname")
    stage.take_small("sync-surname-small")
    stage.scenario("normal")
