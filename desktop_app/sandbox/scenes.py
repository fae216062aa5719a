"""Sets the scene of a scenario: which tokens are plugged in, what is trusted, what fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop_app.sandbox.authority_names import GOST_ROOT, LINES
from desktop_app.sandbox.gost_token import USER_TRIES, access_to
from desktop_app.sandbox.people import token_label
from desktop_app.sandbox.private_files import private_folder, write_private
from desktop_app.sandbox.scenario import Scenario
from desktop_app.sandbox.training_folder import TrainingFolder
from desktop_app.sandbox.training_tokens import EXPIRED_TWIN, FIRST

_COPY: Final = "01-copy"
"""The first person's token in a scenario that spoils it: a copy, for what follows."""
_TWINS: Final = (EXPIRED_TWIN, _COPY)
_WRONG_PIN: Final = "00000000"


@dataclass(frozen=True, slots=True)
class _Scene:
    """What differs from everybody's token being plugged in and everything working."""

    alone: str = ""
    """Folder of the one token that is plugged in."""
    wrong_tries: int = 0
    """Real wrong PINs that the token gets before it is plugged in."""
    fault: str = ""
    """A line of the store's file ``control``."""
    missing: tuple[str, ...] = ()
    """Roots that are not trusted here."""


_SCENES: Final = {
    Scenario.GOST_ROOT_MISSING: _Scene(alone=FIRST, missing=(GOST_ROOT,)),
    Scenario.CERTIFICATE_EXPIRED: _Scene(alone=EXPIRED_TWIN),
    Scenario.PIN_LAST_TRY: _Scene(alone=_COPY, wrong_tries=USER_TRIES - 1),
    Scenario.PIN_LOCKED: _Scene(alone=_COPY, wrong_tries=USER_TRIES),
    Scenario.TOKEN_REMOVED: _Scene(alone=FIRST, fault="sign vanish once"),
    Scenario.DRIVER_CRASH: _Scene(alone=FIRST, fault="list crash"),
}


def set_scene(folder: TrainingFolder, scenario: Scenario) -> None:
    """Plug in the tokens, give the trust and ask for the faults of a scenario.

    Raises ``TrainingFailedError``.
    """
    scene = _SCENES.get(scenario, _Scene())
    control = folder.gost_tokens / "control"
    control.unlink(missing_ok=True)
    _offer_trust(folder, scene.missing)
    for place in (folder.gost_tokens, folder.spare_gost_tokens, folder.aside):
        shutil.rmtree(place / _COPY, ignore_errors=True)
    _plug(folder.tokens, folder.spare_tokens, lambda _name: not scene.alone)
    _plug(folder.gost_tokens, folder.spare_gost_tokens, _chooser(scene.alone))
    if scene.alone == _COPY:
        _plug_in_copy(folder, scene.wrong_tries)
    if scene.fault:
        write_private(control, f"{scene.fault}\n".encode("ascii"))


def _chooser(alone: str) -> Callable[[str], bool]:
    return lambda name: name == alone if alone else name not in _TWINS


def _plug(plugged: Path, spare: Path, wanted: Callable[[str], bool]) -> None:
    for token in (*plugged.iterdir(), *spare.iterdir()):
        place = plugged if wanted(token.name) else spare
        if token.is_dir() and token.parent != place:
            token.rename(place / token.name)


def _plug_in_copy(folder: TrainingFolder, wrong_tries: int) -> None:
    """Copy the first person's token, enter wrong PINs aside, and plug it in."""
    aside = private_folder(folder.aside)
    shutil.copytree(folder.spare_gost_tokens / FIRST, aside / _COPY)
    token = access_to(aside, token_label(1))
    for _ in range(wrong_tries):
        token.enter_wrong_pin(_WRONG_PIN)
    (aside / _COPY).rename(folder.gost_tokens / _COPY)


def _offer_trust(folder: TrainingFolder, missing: tuple[str, ...]) -> None:
    """Let the program trust every root but the missing ones, and know what is not trusted."""
    for line in LINES:
        known = ((folder.intermediates, name) for name in (line.issuing, line.foreign))
        for place, name in ((folder.anchors, line.root), *known):
            file = private_folder(place) / f"{name}.pem"
            if name in missing:
                file.unlink(missing_ok=True)
            elif not file.exists():
                write_private(file, (folder.authority / file.name).read_bytes())
