"""PINs that live exactly as long as the call that takes them."""

from __future__ import annotations

from desktop_app.core.pin import Pin
from desktop_app.ui.background import Job


def wiped_after(job: Job, *pins: Pin) -> None:
    """Wipe ``pins`` when ``job`` has ended, whatever it came to."""

    def wipe() -> None:
        for pin in pins:
            pin.wipe()

    job.finished.connect(wipe)
