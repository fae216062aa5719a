"""What acts in a PDF, what can change its look, and which signatures it has."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from desktop_app.services.pdf.facts import Active, ExistingSignature

_STRAY = "\0"
_MOST_NODES = 500_000
_DEEPEST = 50
_ACTIONS = {
    Name.JavaScript: Active.JAVASCRIPT,
    Name.Launch: Active.LAUNCH,
    Name.SubmitForm: Active.REMOTE,
    Name.ImportData: Active.REMOTE,
    Name.GoToR: Active.REMOTE,
    Name.GoToE: Active.REMOTE,
    Name.Rendition: Active.MULTIMEDIA,
    Name.Movie: Active.MULTIMEDIA,
    Name.Sound: Active.MULTIMEDIA,
    Name.RichMediaExecute: Active.MULTIMEDIA,
}
"""Types of actions (ISO 32000-1 table 198); a link to a page of the web is none of them."""
_MEDIA = {
    Name.Movie: Name.Movie,
    Name.Sound: Name.Sound,
    Name.RichMedia: Name.RichMediaContent,
    Name("/3D"): Name("/3DD"),
}
"""Annotations that play something, and the key under which it is."""


def active_content(pdf: pikepdf.Pdf) -> tuple[Active, ...]:
    """Return what acts in the document or can change its look, each kind once."""
    found = {kind for kind, _node, _keys in _acting(pdf)}
    root = pdf.Root
    form = root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if Name.XFA in form:
            found.add(Active.XFA)
        if any(kind != Name.Sig for _name, kind, _field in _fields(form)):
            found.add(Active.FORM)
    found |= set(_layers(root))
    return tuple(kind for kind in Active if kind in found)


def signatures(pdf: pikepdf.Pdf, size: int) -> tuple[ExistingSignature, ...]:
    """Return the signatures of a file of ``size`` bytes, without verifying them."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return ()
    return tuple(
        ExistingSignature(name, _text(value.get(Name.Name)), _covers(value, size))
        for name, kind, field in _fields(form)
        if kind == Name.Sig
        for value in [field.get(Name.V)]
        if isinstance(value, Dictionary) and Name.ByteRange in value
    )


def disarm(pdf: pikepdf.Pdf) -> None:
    """Empty what acts wherever it stands, also where no reader would look for it."""
    for _kind, node, keys in list(_acting(pdf)):
        for key in keys:
            if key in node:
                del node[key]


def spell_names(pdf: pikepdf.Pdf) -> None:
    """Write ``#`` where a name has one without two hexadecimal digits (ISO 32000-1 section 7.3.5).

    qpdf reads such a ``#`` as a zero byte, which no name may have, and writes it as it was.
    """
    for node in _nodes(pdf):
        for key, value in list(node.items()):
            if _STRAY in key:
                del node[key]
            if _STRAY in key or _is_stray(value):
                node[key.replace(_STRAY, "#")] = _spelled(value)
            if isinstance(value, Array):
                for index, item in enumerate(value):
                    if _is_stray(item):
                        value[index] = _spelled(item)


def _is_stray(value: object) -> bool:
    return isinstance(value, Name) and _STRAY in str(value)


def _spelled(value: Object) -> Object:
    return Name(str(value).replace(_STRAY, "#")) if _is_stray(value) else value


def _acting(pdf: pikepdf.Pdf) -> Iterator[tuple[Active, Object, list[str]]]:
    """Yield what acts, the dictionary where it stands and the keys that make it act."""
    for node in _nodes(pdf):
        action = node.get(Name.S)
        if isinstance(action, Name) and action in _ACTIONS and not _is_structure(node):
            yield _ACTIONS[action], node, list(node.keys())
        subtype = node.get(Name.Subtype)
        if isinstance(subtype, Name) and subtype in _MEDIA and _MEDIA[subtype] in node:
            yield Active.MULTIMEDIA, node, [str(_MEDIA[subtype])]
        if Name.EF in node:
            yield Active.ATTACHMENTS, node, [str(Name.EF)]


def _is_structure(node: Object) -> bool:
    """Whether this is an element of the logical structure, whose types are named by /S too."""
    return Name.P in node and (Name.K in node or node.get(Name.Type) == Name.StructElem)


def _nodes(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Yield every dictionary of the document, whether something refers to it or not."""
    left = _MOST_NODES
    for whole in pdf.objects:
        pending = [(whole, 0)]
        while pending and left > 0:
            node, depth = pending.pop()
            left -= 1
            if isinstance(node, (Dictionary, Stream)):
                yield node
            if depth < _DEEPEST:
                pending += ((child, depth + 1) for child in _direct(node))


def _direct(node: Object) -> Iterator[Object]:
    """Yield the containers that stand inside an object itself and not somewhere else."""
    children: Iterator[object] = iter(())
    if isinstance(node, (Dictionary, Stream)):
        children = (value for _key, value in node.items())
    elif isinstance(node, Array):
        children = iter(node)
    for child in children:
        if isinstance(child, (Dictionary, Stream, Array)) and not child.is_indirect:
            yield child


def _fields(form: Dictionary) -> Iterator[tuple[str, Object | None, Dictionary]]:
    """Yield the terminal fields of a form with their names and inherited types."""
    top = form.get(Name.Fields)
    pending: list[tuple[Object, str, Object | None]] = []
    if isinstance(top, Array):
        pending = [(field, "", None) for field in top]
    seen: set[tuple[int, int]] = set()
    while pending and len(seen) < _MOST_NODES:
        field, prefix, inherited = pending.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen if field.is_indirect else (-1, len(seen)))
        kind = field.get(Name.FT, inherited)
        name = ".".join(filter(None, (prefix, _text(field.get(Name.T)))))
        kids = field.get(Name.Kids)
        inner = [kid for kid in kids if _is_field(kid)] if isinstance(kids, Array) else []
        if inner:
            pending += [(kid, name, kind) for kid in inner]
        else:
            yield name, kind, field


def _is_field(kid: Object) -> bool:
    """Whether a child of a field is a field, and not just its place on a page."""
    return isinstance(kid, Dictionary) and (Name.T in kid or Name.FT in kid or Name.Kids in kid)


def _layers(root: Object) -> Iterator[Active]:
    properties = root.get(Name.OCProperties)
    if not isinstance(properties, Dictionary):
        return
    groups = properties.get(Name.OCGs)
    if not isinstance(groups, Array) or not len(groups):
        return
    yield Active.LAYERS
    default = properties.get(Name.D)
    if isinstance(default, Dictionary) and (
        _has_items(default.get(Name.OFF))
        or _has_items(default.get(Name.AS))
        or default.get(Name.BaseState) == Name.OFF
    ):
        yield Active.HIDDEN_LAYERS


def _has_items(value: Object | None) -> bool:
    return isinstance(value, Array) and len(value) > 0


def _covers(signature: Dictionary, size: int) -> bool:
    try:
        begin, _length, rest, rest_length = (int(number) for number in signature.ByteRange)
    except (ValueError, TypeError, AttributeError):
        return False
    return begin == 0 and rest + rest_length == size


def _text(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
