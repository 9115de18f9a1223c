"""The text that a file's bytes stand for, and the encoding that says so."""

from __future__ import annotations

import codecs

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotText(Exception):
    """Bytes that are not text: `str(error)` is the reason."""


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file's bytes: UTF-8 wherever it can be, a byte order mark believed, else detected.

    Args:
        data: all bytes of the file.

    Returns:
        The text, without byte order mark and with its newlines as they are, and the encoding with
        which `open(path, encoding=encoding, newline="").read()` gives the same text.

    Raises:
        NotText: there are NULs in it, it breaks the rules of its own encoding, or it looks binary.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding), encoding
    if b"\0" in data:
        raise NotText("it is not text: there are NUL bytes in it")
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError as error:
        if _is_broken_utf8(data):
            raise NotText(f"it is UTF-8 but breaks its rules at byte {error.start}") from error
    from .detect import detect

    found = detect(data)
    if found is None:
        raise NotText("it is not text in any encoding known to annotui")
    return found


def _marked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        at = len(data) - len(error.object) + error.start  # utf-8-sig counts from behind its mark
        raise NotText(f"it begins as {encoding} but breaks its rules at byte {at}") from error
    if "\0" in text:
        raise NotText("it is not text: there are NULs in it")
    return text


def _is_broken_utf8(data: bytes) -> bool:
    """Whether nearly all that is not ASCII is good UTF-8: another encoding would garble it."""
    text = data.decode(errors="replace")
    faults = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) > 5 * faults
