"""Where is the training token's driver, and which family is it?"""

from __future__ import annotations

import ctypes

from desktop_app.sandbox.training_token_module import training_token_module
from desktop_app.signing.drivers import family_of


def test_the_driver_is_built_and_loads() -> None:
    assert ctypes.CDLL(str(training_token_module())).C_GetFunctionList


def test_its_pin_is_unblocked_as_a_rutoken_is_and_nobody_finds_it_by_accident() -> None:
    family = family_of(str(training_token_module()))
    assert family is not None
    assert family.unblock == "vendor"
    assert not family.automatic
