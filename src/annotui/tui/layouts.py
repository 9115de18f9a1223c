"""Keyboards whose letters are not Latin: a key means what stands in its place on a Latin one, wherever nothing is being typed."""

from __future__ import annotations

_PLAIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_SHIFTED = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'

# The same keys on other keyboards, row by row; a blank where a key is left out, because it types a character that has a meaning of its own
# here, or none. Where two layouts disagree about a letter, the first counts.
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю",  # Russian
    "йцукенгшщзхїфівапролджєячсмитьбю",  # Ukrainian
    "        ў                       ",  # Belarusian, where it differs from both
    " ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ  ",  # Greek
    "  קראטוןםפ  שדגכעיחלךף זסבהנמצתץ",  # Hebrew
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوز",  # Arabic
)


def _places() -> dict[str, str]:
    found: dict[str, str] = {}
    for layout in _LAYOUTS:
        for letter, plain, shifted in zip(layout, _PLAIN, _SHIFTED, strict=True):
            if letter != " ":
                found.setdefault(letter, plain)
                # Not so where a letter has no upper case, or shares it with another, as the final sigma does.
                if letter.upper() != letter == letter.upper().lower():
                    found.setdefault(letter.upper(), shifted)
    return found


_PLACES = _places()


def latin(key: str) -> str:
    """What a key types on a Latin keyboard, of a key by itself or with Ctrl; any other key is itself.

    Args:
        key: as Textual names it.
    """
    before, plus, letter = key.rpartition("+")
    return f"{before}{plus}{_PLACES.get(letter, letter)}"
