"""Pictures in a PDF made smaller, and a picture made a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice

import pikepdf
from pikepdf import Name, PdfImage, Stream
from PIL import Image, ImageOps, ImageSequence

from desktop_app.core.errors.papers import MendRefusedError, PdfUnreadableError
from desktop_app.services.pdf.worker.opening import READER_FAULTS, saved, structure

_STEPS = ((200, 80), (150, 75), (120, 65), (100, 55))
"""Dots per inch and quality of JPEG, tried in this order; below that a scan is hard to read."""
_LEAST_PIXELS = 40_000
"""A smaller picture is a stamp or a logo, and stays."""
_MOST_PIXELS = 120_000_000
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
_PLAIN = {"L": "L", "LA": "L", "RGB": "RGB", "RGBA": "RGB", "P": "RGB", "PA": "RGB"}
_A4_INCHES = (8.27, 11.69)
_MOST_FRAMES = 50
_QUALITY = 85


def shrunk(content: bytes, largest: int) -> bytes:
    """Return the PDF with its pictures made smaller until it has at most ``largest`` bytes.

    Raises ``MendRefusedError`` when the smallest is not small enough.
    """
    for dots_per_inch, quality in _STEPS:
        with structure(content) as pdf:
            for image, inches in _images(pdf):
                _shrink(image, inches, dots_per_inch, quality)
            result = saved(pdf)
        if len(result) <= largest:
            return result
    raise MendRefusedError(reason="size")


def picture_as_pdf(content: bytes) -> bytes:
    """Return a PDF whose pages are the frames of a picture, on A4 at most.

    Raises ``PdfUnreadableError``.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise PdfUnreadableError(detail="picture size")
            each = islice(ImageSequence.Iterator(picture), _MOST_FRAMES)
            frames = [_frame(frame) for frame in each]
    except (*READER_FAULTS, Image.DecompressionBombError) as error:
        raise PdfUnreadableError(detail=type(error).__name__) from error
    written = io.BytesIO()
    frames[0].save(
        written,
        "PDF",
        save_all=True,
        append_images=frames[1:],
        resolution=_resolution(frames[0]),
        quality=_QUALITY,
    )
    return written.getvalue()


def _frame(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        whole = upright.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(paper, whole).convert("RGB")
    return upright.convert("L" if upright.mode in ("1", "L", "I;16", "I") else "RGB")


def _resolution(picture: Image.Image) -> float:
    """Return the dots per inch at which the picture fits on A4."""
    short, long = sorted(picture.size)
    return max(short / _A4_INCHES[0], long / _A4_INCHES[1])


def _images(pdf: pikepdf.Pdf) -> Iterator[tuple[Stream, tuple[float, float]]]:
    """Yield each picture that is no mask, with the sides of the largest page in inches."""
    masks = set()
    pictures = []
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Image:
            pictures.append(item)
            for key in (Name.SMask, Name.Mask):
                mask = item.get(key)
                if isinstance(mask, Stream):
                    masks.add(mask.objgen)
    sides = _largest_page(pdf)
    for picture in pictures:
        if picture.objgen not in masks:
            yield picture, sides


def _largest_page(pdf: pikepdf.Pdf) -> tuple[float, float]:
    """Return the shorter and the longer side in inches, each the longest of all pages."""
    sides = []
    for page in pdf.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        sides.append(sorted((abs(right - left) / 72, abs(top - bottom) / 72)))
    return max(short for short, _long in sides), max(long for _short, long in sides)


def _shrink(image: Stream, inches: tuple[float, float], dots_per_inch: int, quality: int) -> None:
    """Replace a picture by a smaller JPEG, where it is of a kind that can be one."""
    try:
        known = PdfImage(image)
        pixels = known.width * known.height
        if known.image_mask or known.bits_per_component != 8 or Name.Mask in image:
            return
        if not _LEAST_PIXELS <= pixels <= _MOST_PIXELS:
            return
        picture = known.as_pil_image()
    except (*READER_FAULTS, NotImplementedError):
        # A kind that the library cannot decode stays as it is; what the whole weighs decides.
        return
    if picture.mode not in _PLAIN:
        return
    picture = picture.convert(_PLAIN[picture.mode])  # The mask stays an object of its own.
    short, long = sorted(picture.size)
    factor = min(1.0, inches[0] * dots_per_inch / short, inches[1] * dots_per_inch / long)
    if factor < 1:
        size = (max(round(picture.width * factor), 1), max(round(picture.height * factor), 1))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, optimize=True)
    if written.tell() < len(image.read_raw_bytes()):
        _replace(image, picture, written.getvalue())


def _replace(image: Stream, picture: Image.Image, jpeg: bytes) -> None:
    image.write(jpeg, filter=Name.DCTDecode)
    image.Width, image.Height = picture.size
    image.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
    image.BitsPerComponent = 8
    for key in (Name.Decode, Name.DecodeParms):
        if key in image:
            del image[key]
