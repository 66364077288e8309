"""Bytes of a text file or a web page made letters: Unicode first, then the code pages Vietnamese was once typed in."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from tiendo.foundation.files.refusals import refused
from tiendo.kernel.legacy import legible, vietnamese_share
from tiendo.kernel.text import nfc

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEWEST_TELLING_WORDS = 0.03


def text_of_bytes(name: str, content: bytes, *, declared: str = "") -> str:
    """The letters of `content`; `declared` is the encoding a page names. Raises BadInput when no reading gives Vietnamese."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _strictly(name, content, encoding)
    for encoding in ("utf-8", declared):
        if encoding and (text := _tried(content, encoding)) is not None:
            return text
    readings = [text for text in (_tried(content, "cp1258"), legible(content.decode("latin-1"))) if text is not None]
    best = max((nfc(text) for text in readings), key=vietnamese_share)
    if vietnamese_share(best) < _FEWEST_TELLING_WORDS:
        raise _not_unicode(name)
    return best


def _strictly(name: str, content: bytes, encoding: str) -> str:
    text = _tried(content, encoding)
    if text is None:
        raise _not_unicode(name)
    return text


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding) if codecs.lookup(encoding)._is_text_encoding else None
    except (UnicodeError, LookupError, ValueError):
        return None


def _not_unicode(name: str) -> Exception:
    return refused(
        name,
        _("không phải chữ Unicode (UTF-8), cũng không phải bảng mã TCVN3, VNI hay Windows-1258."),
        _("Mời lưu lại với mã UTF-8."),
    )
