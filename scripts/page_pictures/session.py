"""All scenes at one scale, in Russian and in English, on one training portal."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.composition import build_services
from desktop_app.ui.application import Translations
from desktop_app.ui.theme import Theme
from scripts.page_pictures.account_scenes import account_scenes
from scripts.page_pictures.camera import Camera
from scripts.page_pictures.consent_scenes import consent_scenes
from scripts.page_pictures.credential_scenes import SAVED_FILTER, credential_scenes
from scripts.page_pictures.diagnosis_scenes import diagnosis_scenes, plain_diagnosis_scenes
from scripts.page_pictures.document_scenes import document_scenes
from scripts.page_pictures.journal_scenes import journal_scenes
from scripts.page_pictures.login_scenes import login_scenes, pin_scenes
from scripts.page_pictures.plain_scenes import plain_scenes
from scripts.page_pictures.register_scenes import register_scenes
from scripts.page_pictures.stage import Stage
from scripts.page_pictures.support_scenes import support_scenes
from scripts.page_pictures.verification_scenes import verification_scenes


def run_session(
    home: Path, pictures: Path, scale: int, only: str, languages: tuple[str, ...]
) -> int:
    """Make the pictures of one scale; return 1 when a text cannot be read."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    theme, words = Theme(application), Translations(application)
    theme.use("light")
    training_home = home / "training-home"
    starter = build_services(training_home)
    people = tuple(person.name for person in starter.training.start().people)
    faults: list[str] = []
    taken = 0
    try:
        for language in languages:
            started = time.monotonic()
            camera = Camera(pictures, theme, language, scale * 100, only, (*people, SAVED_FILTER))
            _scenes(home / "plain-home", training_home, camera, words)
            shutil.rmtree(training_home / "training-data", ignore_errors=True)
            faults.extend(camera.faults)
            taken += camera.taken
            print(f"screenshots: {language} {scale}00 %: {time.monotonic() - started:.0f} s")
    finally:
        starter.training.stop()
        starter.close()
    for fault in dict.fromkeys(faults):
        print(fault)
    print(f"screenshots: {scale}00 %: {taken} pictures, {len(set(faults))} faults")
    return 1 if faults or not taken else 0


def _scenes(plain_home: Path, training_home: Path, camera: Camera, words: Translations) -> None:
    plain = Stage(plain_home, camera, words, (plain_home / "no-driver.so",))
    plain_scenes(plain)
    plain_diagnosis_scenes(plain)
    plain.close()
    stage = Stage(training_home, camera, words)
    stage.scenario("normal")
    diagnosis_scenes(stage)
    login_scenes(stage)
    pin_scenes(stage)
    credential_scenes(stage)
    journal_scenes(stage)
    consent_scenes(stage)
    account_scenes(stage)
    register_scenes(stage)
    document_scenes(stage)
    verification_scenes(stage)
    support_scenes(stage)
    stage.close()
