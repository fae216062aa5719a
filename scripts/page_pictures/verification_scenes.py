"""The page «Проверка подписи»: empty, a good signature, a changed document."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop_app.core.pin import Pin
from desktop_app.ui.page_table import PageKey
from desktop_app.ui.pages.verification import VerificationPage
from scripts.page_pictures.camera import settle, wait_until
from scripts.page_pictures.stage import Stage


def verification_scenes(stage: Stage) -> None:
    """Sign two letters, change one of them, and verify both."""
    page = stage.window.page(VerificationPage)
    stage.window.show_page(PageKey.VERIFICATION)
    settle()
    stage.take("verification-empty")
    stage.take_small("verification-empty-small")
    with tempfile.TemporaryDirectory() as folder:
        letters = [Path(folder, f"letter-{number}.txt") for number in (1, 2)]
        for letter in letters:
            letter.write_text("A letter.\n")
        pin = Pin(stage.person(0).pin)
        stage.services.signatures.sign_files(letters, _certificate(stage), pin)
        letters[1].write_text("Another letter.\n")
        page.verify(letters)
        wait_until("the verdicts", lambda: page.model.rowCount() == len(letters))
        stage.take("verification-good")
        page.list.setCurrentIndex(page.model.index(1, 0))
        settle()
        stage.take("verification-bad")
        stage.take_small("verification-bad-small")


def _certificate(stage: Stage) -> str:
    """Return the certificate that the first person signs with."""
    wanted = stage.person(0).token_label
    for token in stage.services.tokens.overview().tokens:
        for each in token.certificates:
            if token.label == wanted and each.fitness.can_sign:
                return each.certificate.id
    raise LookupError(wanted)
