"""HTML from values: everything that is not markup already is escaped."""

from __future__ import annotations

from html import escape

Attribute = str | bool


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """Return an element; ``class_`` stands for ``class``, ``http_equiv`` for ``http-equiv``.

    An attribute that is True stands without a value, one that is False does not stand at all.
    """
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{name}{opening}>{joined(*children)}</{name}>")


def void(name: str, /, **attributes: Attribute) -> Markup:
    """Return an element that has no end, such as ``input``."""
    return Markup(f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>")


def joined(*parts: str) -> Markup:
    """Return the parts one after the other, escaped where they are not markup."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def _attribute(name: str, value: Attribute) -> str:
    name = name.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(value, quote=True)}"'
