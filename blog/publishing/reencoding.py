"""No byte of an uploaded picture is kept: it is decoded, turned upright, shrunk, and drawn anew without its metadata.

What it is, is decided by its content; the name and type that the browser gave are not looked at.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms, ImageOps

from blog.refusals import NotAcceptable

LARGEST_FILE = 15 * 2**20  # bytes
MOST_PIXELS = 50_000_000  # of the picture as it is sent
WIDEST, HIGHEST = 2000, 8000  # pixels, of the picture as it is kept
QUALITY = 85

# What we take, and what we make of it: (Pillow's name, extension, how it is saved).
_MADE_OF = {
    "JPEG": ("JPEG", "jpg", {"quality": QUALITY, "optimize": True, "progressive": True}),
    "PNG": ("PNG", "png", {"optimize": True}),
    "WEBP": ("WEBP", "webp", {"quality": QUALITY}),
    "GIF": ("PNG", "png", {"optimize": True}),
}

# A large one takes some 400 MB while it is worked on.
_one_at_a_time = Lock()


class NotAPicture(NotAcceptable):
    sentence = "This file is not a picture that can be shown. JPEG, PNG, WebP and GIF can."


class PictureBroken(NotAcceptable):
    sentence = "This picture is damaged and cannot be read to its end."


class PictureTooLarge(NotAcceptable):
    sentence = (
        f"This picture is too large: at most {LARGEST_FILE // 2**20} MB and"
        f" {MOST_PIXELS // 1_000_000} million pixels."
    )


@dataclass(frozen=True)
class Drawing:
    """A picture as it will be kept."""

    content: bytes
    extension: str  # "jpg", "png" or "webp"
    width: int  # pixels
    height: int  # pixels


def drawn_anew(content):
    """The Drawing of an uploaded file's bytes; of an animation its first frame.

    Takes up to a few seconds. Raises NotAPicture, PictureBroken or PictureTooLarge.
    """
    if len(content) > LARGEST_FILE:
        raise PictureTooLarge
    image = _opened(content)
    if image.width * image.height > MOST_PIXELS:  # known from its first bytes, before anything is decoded
        raise PictureTooLarge
    kind, extension, options = _MADE_OF["JPEG" if image.format == "MPO" else image.format]
    drawing = BytesIO()
    try:
        with _one_at_a_time:
            image = _plain(image, kind)
            image.save(drawing, kind, **options)
    except Exception:  # Pillow's decoders raise whatever they trip over
        raise PictureBroken from None
    return Drawing(drawing.getvalue(), extension, image.width, image.height)


def _opened(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we ask ourselves, and for less
        try:
            return Image.open(BytesIO(content), formats=tuple(_MADE_OF))
        except Image.DecompressionBombError:
            raise PictureTooLarge from None
        except Exception:
            raise NotAPicture from None


def _plain(image, kind):
    """`image` upright, of the size and the colours it will have, with nothing left of what was written beside it."""
    image.draft("RGB", (WIDEST, WIDEST))  # a large JPEG is decoded at half its size or less
    image.load()
    image = ImageOps.exif_transpose(image)
    image = _in_srgb(_in_colours(image, kind))
    image.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    image.info.clear()
    return image


def _in_colours(image, kind):
    """In a mode that every browser shows: grey, colours, or colours with transparency."""
    if image.mode.startswith(("I", "F")):  # 16 bits of grey and more
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data and kind != "JPEG":
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB") else _converted(image)


def _converted(image):
    if image.mode == "CMYK" and "icc_profile" in image.info:
        return _in_srgb(image)
    return image.convert("RGB")


def _in_srgb(image):
    """The profile is dropped with the rest, so what it says about the colours is put into the colours."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode == "L":
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(mode)
