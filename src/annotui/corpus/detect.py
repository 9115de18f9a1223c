"""The encoding of text that is not UTF-8; a module of its own, as charset-normalizer is slow to import."""

from __future__ import annotations

import io
import re
from collections import Counter

from charset_normalizer import from_bytes

_ENCODINGS = (
    *("cp1252", "iso8859_15", "cp1250", "iso8859_2", "cp1254", "cp1257"),
    *("cp1251", "koi8_r", "koi8_u", "cp1253", "iso8859_7", "cp1255", "cp1256", "tis_620"),
    *("cp932", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp949"),
)
"""What the web's encodings come down to (https://encoding.spec.whatwg.org); with all of Python's to choose
from, charset-normalizer takes Spanish for iso8859_10 and French for mac_latin2."""

_WESTERN = ("àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúüªº", "àáâãçéêíóôõúü", "àèéìíîòóùú", "åäæéöøü", "éèëïöüáó")
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäĺľôŕ", "áéíóöőúüű", "ćčđšž", "ăâîşţ")
_LETTERS = {
    "cp1252": _WESTERN,
    "iso8859_15": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
}
"""Letters beyond ASCII of the languages that each Latin encoding is for, those most often met first."""

_MARKS = frozenset("«»‹›“”„‘’‚–—…·•¡¿€£§°©®™\u00a0\u00ad")
_ASCII = bytes(range(128))
_BEYOND = re.compile("[^\x00-\x7f]")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x9f]")
_CONTROLS = 0.01
"""Share of control characters above which it is no text."""


def detect(data: bytes) -> tuple[str, str] | None:
    """The text and its most likely encoding.

    Args:
        data: bytes that are not UTF-8.

    Returns:
        The text as `open` would read it, and the encoding; None where no encoding fits.
    """
    best = from_bytes(data, cp_isolation=list(_ENCODINGS)).best()
    if best is None:
        return None
    encoding = _latin(data) if best.encoding in _LETTERS else _japanese(data) or best.encoding
    text = _strict(data, encoding)
    if text is None or len(_CONTROL.findall(text)) > _CONTROLS * len(text):
        return None
    return text, encoding


def _latin(data: bytes) -> str:
    """The Latin encoding that leaves the fewest characters foreign to one of its languages.

    The detector's own order of them is close to chance: nearly all bytes are letters in each.
    """
    beyond = data.translate(None, delete=_ASCII)
    counts: dict[str, int] = {}
    for encoding, languages in _LETTERS.items():
        text = _strict(beyond, encoding)
        if text is not None:
            used = Counter(char for char in text.lower() if char not in _MARKS)
            counts[encoding] = min(
                sum(count for char, count in used.items() if char not in letters) for letters in languages
            )
    return min(counts, key=counts.__getitem__)


def _japanese(data: bytes) -> str | None:
    """The Japanese encoding in which there is much hiragana; among ASCII the detector says Korean."""
    for encoding in ("cp932", "euc_jp"):
        text = _strict(data, encoding)
        if text is not None and 5 * len(_HIRAGANA.findall(text)) > len(_BEYOND.findall(text)):
            return encoding
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    """The text as `open(…, newline="")` reads it, or None where the bytes break the encoding's rules."""
    try:
        return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="").read()
    except UnicodeDecodeError:
        return None
