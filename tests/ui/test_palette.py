"""Can everyone read it? Contrasts of WCAG 2.2, 1.4.3 and 1.4.11, in both colour schemes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtGui import QColor

from desktop_app.ui.palette import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, contrast
from desktop_app.ui.stylesheet import stylesheet
from desktop_app.ui.theme import Theme

SCHEMES = pytest.mark.parametrize(
    "tokens",
    [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK],
    ids=["light", "dark", "high-light", "high-dark"],
)
GROUNDS = ("surface", "raised")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b5cad", "#0b5cad") == 1


@SCHEMES
@pytest.mark.parametrize("name", ["text", "muted", "accent", "ok", "warn", "fail", "info"])
def test_text_stands_out_from_both_grounds(tokens: Mapping[str, str], name: str) -> None:
    for ground in GROUNDS:
        assert contrast(tokens[name], tokens[ground]) >= 4.5


@SCHEMES
@pytest.mark.parametrize(
    ("name", "ground"),
    [
        ("text", "selection"),
        ("muted", "selection"),
        ("ok", "selection"),
        ("fail", "selection"),
        ("accent_text", "accent"),
        ("training_text", "training"),
        ("text", "line"),
    ],
)
def test_text_stands_out_from_what_it_stands_on(
    tokens: Mapping[str, str], name: str, ground: str
) -> None:
    assert contrast(tokens[name], tokens[ground]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("name", ["border", "accent", "ok", "warn", "fail", "info"])
def test_borders_and_states_are_seen(tokens: Mapping[str, str], name: str) -> None:
    for ground in GROUNDS:
        assert contrast(tokens[name], tokens[ground]) >= 3


@SCHEMES
def test_every_token_is_a_colour_and_the_sheet_needs_no_other(tokens: Mapping[str, str]) -> None:
    assert all(QColor(value).isValid() for value in tokens.values())
    assert "$" not in stylesheet(tokens, icons="icons", scheme="light")


def test_all_schemes_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys() == HIGH_LIGHT.keys() == HIGH_DARK.keys()


@pytest.mark.parametrize("tokens", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
def test_high_contrast_words_and_borders_stand_out_more(tokens: Mapping[str, str]) -> None:
    for ground in GROUNDS:
        assert min(contrast(tokens[name], tokens[ground]) for name in ("text", "muted")) >= 7
        assert contrast(tokens["border"], tokens[ground]) >= 7
        assert contrast(tokens["line"], tokens[ground]) >= 3


def test_the_window_takes_stronger_colours_when_the_system_asks(theme: Theme) -> None:
    theme.use("dark")
    theme.use_contrast(high=True)
    try:
        assert theme.color("text") == QColor("#ffffff")
        assert theme.color("surface") == QColor("#000000")
        assert theme.dark
    finally:
        theme.use_contrast(high=False)
        theme.use("light")
    assert theme.color("surface") == QColor(LIGHT["surface"])
