"""Does a PIN show itself to nobody, and can it be overwritten?"""

from __future__ import annotations

import copy
import pickle

import pytest

from desktop_app.core.pin import Pin


def test_a_wiped_pin_is_empty_and_false() -> None:
    pin = Pin("1234")
    assert pin
    pin.wipe()
    assert not pin
    assert len(pin) == 0


def test_it_is_not_shown_printed_or_serialised() -> None:
    pin = Pin("12345678")
    assert "1234" not in repr(pin)
    assert "1234" not in str(pin)
    assert "1234" not in f"{pin}"
    with pytest.raises(TypeError):
        pickle.dumps(pin)
    with pytest.raises(TypeError):
        copy.copy(pin)


def test_length_counts_characters_not_bytes() -> None:
    assert len(Pin("пин")) == 3


def test_a_copy_can_be_overwritten_alone() -> None:
    pin = Pin("1234")
    sent = pin.copy()
    sent[:] = bytes(len(sent))
    assert pin.reveal() == "1234"
