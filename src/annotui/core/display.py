"""What a code point is drawn as: one visible placeholder for each that would act on the terminal or hide.

Everything that reaches the screen or a message goes through here, article text and file names alike. The result has as many code points
as the text, so that an offset means the same in both.
"""

from __future__ import annotations

import re

JOINED = "\u2060"
"""WORD JOINER, of no width: stands where a code point is drawn together with the one before it."""

HIDDEN = "▯"
"""Drawn for what has no shape and no customary sign of its own."""

DIRECTION = "⇄"
"""Drawn for a control that would turn the direction of writing."""

# First and last code point of each range, and what is drawn for those in it; None: their picture in U+2400 to U+241F.
# Beside the controls these are the code points of category Cf that are not seen. U+200C and U+200D are left: they shape letters and emoji.
_RANGES: tuple[tuple[int, int, str | None], ...] = (
    (0x00, 0x08, None),
    (0x09, 0x09, "⇥"),
    (0x0A, 0x0A, None),
    (0x0B, 0x1F, None),
    (0x7F, 0x7F, "␡"),
    (0x80, 0x9F, HIDDEN),
    (0xAD, 0xAD, "¬"),
    (0x61C, 0x61C, DIRECTION),
    (0x180E, 0x180E, HIDDEN),
    (0x200B, 0x200B, HIDDEN),
    (0x200E, 0x200F, DIRECTION),
    (0x2028, 0x2029, "␤"),
    (0x202A, 0x202E, DIRECTION),
    (0x2060, 0x2065, HIDDEN),
    (0x2066, 0x2069, DIRECTION),
    (0x206A, 0x206F, HIDDEN),
    # A name that is not UTF-8 reaches us with its bytes as lone surrogates (PEP 383).
    (0xD800, 0xDFFF, "\ufffd"),
    (0xFEFF, 0xFEFF, HIDDEN),
    (0xFFF9, 0xFFFB, HIDDEN),
    (0x1BCA0, 0x1BCA3, HIDDEN),
    (0x1D173, 0x1D17A, HIDDEN),
    (0xE0000, 0xE007F, HIDDEN),
)
_SIGNS = {
    chr(code): sign or chr(0x2400 + code) for first, last, sign in _RANGES for code in range(first, last + 1)
}


# Without the line break, which an article's text keeps. One pattern for both uses, because it is large, and needed for the first text.
_UNSAFE = re.compile(
    "[" + "".join(rf"\U{first:08x}-\U{last:08x}" for first, last, _ in _RANGES if first != ord("\n")) + "]"
)
_PLAIN = bytes([10, *range(32, 127)])
_LONG = 1_000_000
"""Code points from which on what was found in the last text is remembered: opening an article asks three times."""
_last = ("", "")


def beyond_plain(text: str) -> str:
    """What is left of a text without its line breaks and printable ASCII characters.

    Looking there first whether anything of a kind occurs at all takes a fifth of the time of looking through the text.
    """
    global _last
    known, beyond = _last
    if text is known:
        return beyond
    encoding = "ascii" if text.isascii() else "utf-8"
    rest = text.encode(encoding, "surrogatepass").translate(None, _PLAIN)
    beyond = rest.decode(encoding, "surrogatepass")
    if len(text) >= _LONG > len(beyond):
        _last = text, beyond
    return beyond


def is_safe(text: str) -> bool:
    """Whether `text` can be drawn as it is, on one row."""
    return "\n" not in text and _UNSAFE.search(text) is None


def visible(text: str) -> str:
    """A name, a title or a message as it may be shown on one row: a newline has a placeholder too."""
    return _signed(text).replace("\n", _SIGNS["\n"])


def shown(text: str) -> str:
    """An article's text as it is drawn: newlines stay, and the carriage return before one is a blank at the end of its row."""
    if _UNSAFE.search(beyond_plain(text)) is None:
        return text
    return _signed(text.replace("\r\n", " \n"))


def _signed(text: str) -> str:
    return _UNSAFE.sub(lambda found: _SIGNS[found[0]], text)
