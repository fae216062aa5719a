"""Colour tokens: the only file that names colours."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "surface": "#f4f6f8",
    "raised": "#ffffff",
    "text": "#1b2733",
    "muted": "#54616e",
    "border": "#7d8a97",
    "line": "#d5dce3",
    "accent": "#0b5cad",
    "accent_text": "#ffffff",
    "selection": "#d8e8f8",
    "ok": "#13693a",
    "warn": "#8a5200",
    "fail": "#b3261e",
    "info": "#0b5cad",
    "training": "#fff0c9",
    "training_text": "#5b3b00",
}
DARK: Mapping[str, str] = {
    "surface": "#161c22",
    "raised": "#1f272f",
    "text": "#e8edf2",
    "muted": "#a9b5c0",
    "border": "#7b8894",
    "line": "#35404b",
    "accent": "#7ab8f5",
    "accent_text": "#0d1a26",
    "selection": "#26415c",
    "ok": "#6fce97",
    "warn": "#f0b860",
    "fail": "#ff8f86",
    "info": "#7ab8f5",
    "training": "#4a3a12",
    "training_text": "#ffe3a1",
}

_STRONGER = {"muted": "text", "border": "text"}


def _stronger(tokens: Mapping[str, str]) -> Mapping[str, str]:
    return {name: tokens[_STRONGER.get(name, name)] for name in tokens}


HIGH_LIGHT = _stronger({**LIGHT, "surface": "#ffffff", "text": "#000000", "line": "#7d8a97"})
HIGH_DARK = _stronger(
    {**DARK, "surface": "#000000", "raised": "#000000", "text": "#ffffff", "line": "#5a6672"}
)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
