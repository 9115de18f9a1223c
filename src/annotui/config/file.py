"""A TOML file that a person wrote: its values, each with the way to it, so that an error can name the line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from annotui.corpus.files import read_regular, why

SHARED_FILE = "annotui.toml"
"""In the folder of annotations, the same for all reviewers."""

OWN_FILE = "config.toml"
"""In the folder of each reader's own settings."""

_LONGEST = 60
"""Code points of a name or value that a message repeats; a sentence should fit on a screen."""

_TOML_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)

_NO_HINTS: Mapping[str, str] = MappingProxyType({})


class ConfigError(Exception):
    """The configuration cannot be used: one sentence without a full stop, with file, line, what is wrong and what to do.

    It may repeat what the file holds, so it has to go through `core.display.visible` before it is shown.
    """


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a TOML file.

    Args:
        path: the file.
        text: all that it says.
        way: keys and positions (0-based) that lead to the value; empty for the file as a whole.
        content: as tomllib gives it.
    """

    path: Path
    text: str = field(repr=False)
    way: tuple[str | int, ...]
    content: object

    @property
    def line(self) -> int:
        """Its line in the file, from 1."""
        return line_of(self.text, self.way)

    def error(self, what: str) -> ConfigError:
        """The error of this value.

        Args:
            what: what is wrong, a semicolon, and what to do.
        """
        return _at(self.path, self.line, what)

    def table(
        self, known: Collection[str] | None = None, hints: Mapping[str, str] = _NO_HINTS
    ) -> dict[str, Value]:
        """What a table holds.

        Args:
            known: the names that it may hold; None for any.
            hints: for some names that it may not hold, what to do with them.

        Raises:
            ConfigError: it is no table, or holds another name.
        """
        if not isinstance(self.content, dict):
            raise self.error(f"{quoted(self.way[-1])} must be a table; give it a header in square brackets")
        inside = {name: self._inner(name, content) for name, content in self.content.items()}
        for name, value in inside.items():
            if known is not None and name not in known:
                raise value.error(f"{quoted(name)} {hints[name]}" if name in hints else _unknown(name, known))
        return inside

    def tables(self) -> list[Value]:
        """The tables of a list of tables.

        Raises:
            ConfigError: it is something else.
        """
        content = self.content
        if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
            name = self.way[-1]
            raise self.error(
                f"{quoted(name)} must be a list of tables; begin each one with the header [[{name}]]"
            )
        return self._items(content)

    def string(self) -> str:
        """A text.

        Raises:
            ConfigError: it is something else.
        """
        if not isinstance(self.content, str):
            raise self.error(f"{quoted(self.way[-1])} must be text; put it in quotation marks")
        return self.content

    def flag(self) -> bool:
        """True or false.

        Raises:
            ConfigError: it is something else.
        """
        if not isinstance(self.content, bool):
            raise self.error(
                f"{quoted(self.way[-1])} must be true or false; write one of them, without quotation marks"
            )
        return self.content

    def integer(self) -> int:
        """A whole number.

        Raises:
            ConfigError: it is something else.
        """
        if not isinstance(self.content, int) or isinstance(self.content, bool):
            raise self.error(
                f"{quoted(self.way[-1])} must be a whole number; write one, without quotation marks"
            )
        return self.content

    def strings(self) -> list[Value]:
        """A text, or the texts of a list, each with its place.

        Raises:
            ConfigError: it is something else.
        """
        content = self.content
        if isinstance(content, str):
            return [self]
        if not isinstance(content, list) or not all(isinstance(one, str) for one in content):
            raise self.error(
                f"{quoted(self.way[-1])} must be one text or a list of texts; put each in quotation marks"
            )
        return self._items(content)

    def _inner(self, step: str | int, content: object) -> Value:
        return Value(self.path, self.text, (*self.way, step), content)

    def _items(self, contents: list[object]) -> list[Value]:
        return [self._inner(position, content) for position, content in enumerate(contents)]


def read(path: Path, *, follows_links: bool = False) -> Value | None:
    """What a TOML file holds.

    Args:
        path: the file. A byte order mark at its beginning is no part of it.
        follows_links: whether it may be a link, as where people keep their own settings elsewhere.

    Returns:
        Its table, or None where there is no such file.

    Raises:
        ConfigError: it cannot be read, is not UTF-8, or is not TOML.
    """
    try:
        data = read_regular(path.resolve(strict=True) if follows_links and path.is_symlink() else path)
    except (FileNotFoundError, NotADirectoryError) as error:
        if path.is_symlink():
            raise ConfigError(f"{path} is a link that leads nowhere; mend it, or remove it") from error
        return None
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise ConfigError(
            f"{path} cannot be read: {_why(error)}; put a file there that can be read, or remove it"
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _at(path, line, "this is not UTF-8; save the file in that encoding") from error
    return Value(path, text, (), _parsed(path, text))


def _why(error: OSError | RuntimeError) -> str:
    return why(error) if isinstance(error, OSError) else "its links lead in a circle"


def _parsed(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_ERROR.fullmatch(str(error))
        what, line, column = found.groups() if found else (str(error), None, None)
        place = f" at column {column}" if column else " at the end of the file"
        said = f"this is not TOML, {what[:1].lower()}{what[1:]}{place}; correct it, or remove it"
        raise _at(path, int(line or len(_lines(text))), said) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; lists in lists in lists
        raise _at(
            path, _first_overflow(text), "this value is too large or nested too deep; remove it"
        ) from error


def line_of(text: str, way: tuple[str | int, ...]) -> int:
    """The line in which a value of a TOML text ends, or in which the header of a table stands.

    tomllib tells no lines. But a TOML text that is cut behind a statement is TOML again. So this takes the first line, then the first two,
    and so on: the fewest lines that are TOML and contain the value end with the one that is looked for. Each is parsed anew, which is
    why only an error asks for its line.

    Args:
        text: TOML.
        way: keys and positions (0-based) that lead to the value. It has to be there.

    Returns:
        The line, from 1.
    """
    lines = _lines(text)
    for count in range(1, len(lines)):
        try:
            if _contains(tomllib.loads(_first(lines, count)), way):
                return count
        except ValueError:
            continue
    return len(lines)


def _contains(content: object, way: Sequence[str | int]) -> bool:
    if not way:
        return True
    step, *rest = way
    if isinstance(content, dict):
        return step in content and _contains(content[step], rest)
    if isinstance(content, list) and isinstance(step, int):
        return step < len(content) and _contains(content[step], rest)
    return False


def _first_overflow(text: str) -> int:
    """The line with a value that is TOML but more than tomllib can take."""
    lines = _lines(text)
    for count in range(1, len(lines)):
        try:
            tomllib.loads(_first(lines, count))
        except tomllib.TOMLDecodeError:
            continue
        except (ValueError, RecursionError):
            return count
    return len(lines)


def _lines(text: str) -> list[str]:
    # Not splitlines: in TOML only a line feed ends a line, and a text may hold U+2028 and the like.
    return text.removesuffix("\n").split("\n")


def _first(lines: list[str], count: int) -> str:
    return "".join(f"{line}\n" for line in lines[:count])


def _at(path: Path, line: int, what: str) -> ConfigError:
    return ConfigError(f"{path}, line {line}: {what}")


def _unknown(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    what_to_do = f"perhaps {near} is meant" if near else "remove it"
    return f"{quoted(name)} is not known here; {what_to_do} (known: {', '.join(known)})"


def nearest(name: str, known: Collection[str]) -> str | None:
    """The one of the known names that a mistyped one is most like, or None where none is like it."""
    return next(iter(difflib.get_close_matches(name.casefold(), known, 1)), None)


def quoted(name: str | int) -> str:
    """A name from a file as a message repeats it; not yet fit for a terminal."""
    text = str(name)
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[: _LONGEST - 1]}…”"
