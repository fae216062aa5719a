"""Entry of ``scripts/screenshots``: one process per scale, each with its own training portal."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "screenshots"
README_PICTURES = ROOT / "docs" / "images"
SCALES = (1, 2)
CHOSEN = {
    "ru-light-100-credentials-checked.png": "credentials.png",
    "ru-light-100-login-certificates.png": "login.png",
    "ru-light-100-login-browser.png": "login-browser.png",
    "ru-light-100-account-form.png": "account.png",
    "ru-light-100-consent-code.png": "consent-code.png",
    "ru-light-100-pin-dialog.png": "pin.png",
    "ru-light-100-pin-last-try.png": "pin-last-try.png",
    "ru-light-100-diagnosis-pin-change.png": "pin-change.png",
    "ru-light-100-consent-granted.png": "consent.png",
    "ru-light-100-diagnosis-portal-down.png": "diagnosis.png",
    "ru-light-100-documents-waiting.png": "documents.png",
    "ru-light-100-documents-beside.png": "beside.png",
    "ru-light-100-verification-bad.png": "verification.png",
    "ru-light-100-passport-mismatch.png": "passport.png",
    "ru-light-100-registration-rework.png": "registration.png",
    "ru-light-100-sync-surname.png": "register-sync.png",
    "ru-light-100-support-sent.png": "support.png",
    "ru-light-100-credentials-cycle.png": "cycle.png",
    "ru-light-100-credentials-history.png": "history.png",
    "ru-light-100-credentials-reminders.png": "reminders.png",
    "ru-light-100-journal-portal.png": "journal.png",
    "ru-dark-100-credentials-checked.png": "credentials-dark.png",
}
"""Pictures of README and guides, by the name that they have there."""


def main() -> int:
    """Make the pictures and report the faults; 1 when there are any."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots")
    parser.add_argument("--only", default="", help="parts of names of scenes, with commas")
    parser.add_argument("--quick", action="store_true", help="Russian only, at 100 %% only")
    parser.add_argument("--readme", action="store_true", help="also write docs/images/")
    parser.add_argument("--scale", type=int, choices=SCALES, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.scale:
        # Qt reads its scale when it is loaded.
        from scripts.page_pictures.session import run_session  # noqa: PLC0415

        languages = ("ru",) if arguments.quick else ("ru", "en")
        return run_session(arguments.home, PICTURES, arguments.scale, arguments.only, languages)
    return _run_all(arguments.only, readme=arguments.readme, quick=arguments.quick)


def _run_all(only: str, *, readme: bool, quick: bool) -> int:
    started = time.monotonic()
    if not only:
        shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scales = SCALES[:1] if quick else SCALES
        sessions = [_session(Path(folder), scale, only, quick=quick) for scale in scales]
        results = [session.wait() for session in sessions]
    count = len(list(PICTURES.glob("*.png")))
    print(f"screenshots: {count} pictures in {time.monotonic() - started:.0f} s")
    if readme:
        _copy_for_readme()
    return max(results)


def _session(folder: Path, scale: int, only: str, *, quick: bool) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "scripts.page_pictures", "--scale", str(scale)]
    command += ["--home", str(folder / str(scale)), "--only", only, *["--quick"] * quick]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def _copy_for_readme() -> None:
    README_PICTURES.mkdir(parents=True, exist_ok=True)
    for name, wanted in CHOSEN.items():
        shutil.copyfile(PICTURES / name, README_PICTURES / wanted)


if __name__ == "__main__":
    sys.exit(main())
