"""What a terminal sends, told apart: keys, mouse, what is pasted, and answers, of which one is asked for.

Textual's parser takes for keys whatever it does not know, so that the late answer of a terminal would tag, and some sequences end it.
Here an input is cut into whole sequences first (ECMA-48, 5.4 and 5.6; xterm's control sequences), and Textual says what each one means.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from annotui.core.display import visible

from .background import told

ESCAPE = "\x1b"
_PASTE_BEGINS = "\x1b[200~"
_PASTE_ENDS = {ESCAPE: "\x1b[201~", "\x9b": "\x9b201~"}

# A C1 control is one character for Escape and another (ECMA-48, 5.3).
_CONTROLS = "\x80-\x9f"
_TEXT = re.compile(f"[^\x1b{_CONTROLS}]*")

# What is not meant for keys: operating system and device control, application, privacy, and what has no meaning.
_OPENS = r"(?: \x1b[\]PX^_] | [\x9d\x90\x98\x9e\x9f] )"
# Of these, nobody types by hand what colours and the like, device control and graphics begin with, or a C1 control.
_ANSWERS = r"(?: \x1b(?: \][0-9] | P[0-9>!+$=|] | _G ) | [\x9d\x90\x98\x9e\x9f] )"
_CONTENT = rf"[^\x00-\x07\x0e-\x1f{_CONTROLS}]*"

_CSI, _SS3 = r"(?: \x1b\[ | \x9b )", r"(?: \x1bO | \x8f )"
_WHOLE = re.compile(
    rf"""{_CSI}(?: M[\s\S]{{3}}                # a mouse that reports bytes
            | [0-9]+\$                         # Shift and a key, in rxvt
            | (?![\[M])[0-?]*[ -/]*[@-~] )     # all other control sequences
        | \x1b\[\[[A-E]                        # function keys of the Linux console
        | {_SS3}[0-9;]*[A-Za-z]                # keys in application mode
        | {_OPENS}{_CONTENT}(?<=[\s\S]{{3}})(?: [\x07\x9c] | \x1b\\ )
        | {_ANSWERS}{_CONTENT}[\x07\x18\x1a\x9c]
    """,
    re.VERBOSE,
)
# Nobody types this by hand …
_ANSWER = re.compile(f"{_ANSWERS}{_CONTENT}", re.VERBOSE)
_BEGUN = re.compile(
    rf"{_CSI}(?: M[\s\S]{{0,2}} | [0-?]+[ -/]* | [ -/]+ ) | \x9b | \x8f[0-9;]* | \x1bO[0-9;]+ | {_ANSWER.pattern}",
    re.VERBOSE,
)
# … this may be an answer, or Escape and keys after it …
_EITHER = re.compile(rf"\x1b(?: \][lLI] | [PX^_] ){_CONTENT}", re.VERBOSE)
# … and this may be Escape, and a key after it.
_TYPED = re.compile(r"\x1b(?: \[\[? | O | [\]PX^_] )?\Z", re.VERBOSE)
_AT_ONCE = 4
"""Characters that come together where nobody has typed them, Escape among them."""
_LONGEST = 32
"""Characters of a sequence; Textual takes longer ones for keys."""

_TORN_FOR = 10.0
"""Seconds that a link may need for the rest of a sequence which nobody types by hand, or of a paste."""
_WAY_OUT = re.compile(r"[\x00-\x06\x08-\x17\x19\x1c-\x1f\x7f]")
"""Keys by which an answer that never ends is left …"""
_QUIT = ("\x03", "\x11")
"""… and a paste, in which all others are text."""

_WANTED = (
    events.Key,
    events.MouseEvent,
    events.AppFocus,
    events.AppBlur,
    TerminalSupportsSynchronizedOutput,
)
"""Everything else that Textual knows would be an answer to what is not asked here, as the size of the screen or of its pixels."""


class Input:
    """Makes events of what a terminal sends, however a link tears it; no input ends it.

    Args:
        debug: whether Textual keeps a log of keys.
        hear: is told every whole sequence.
    """

    def __init__(self, debug: bool = False, hear: Callable[[str], None] = lambda _: None) -> None:
        self._debug, self._hear = debug, hear
        self._parser = XTermParser(debug)
        self._rest = ""
        self._since = 0.0
        # How many characters have come together, and what ends what is being pasted.
        self._came = 0
        self._paste_ends = ""

    @property
    def is_waiting(self) -> bool:
        """Whether time alone can make an event: something has begun that may be whole already."""
        return bool(self._rest) and not self._paste_ends

    @property
    def rest(self) -> str:
        """What has come of something that is not whole yet."""
        return self._rest

    def events(self, data: str, now: float) -> Iterator[Message]:
        """What some input means.

        Args:
            data: what comes next from the terminal; empty where nothing does.
            now: seconds, on any clock.
        """
        # What has waited long enough is not torn from what comes now.
        yield from self._taken(now - self._since)
        if data:
            self._leave(data, now - self._since)
            # An answer that never ends is not kept open by what is typed.
            if len(data) > 1 or not _ANSWER.match(self._rest):
                self._since = now
            self._rest, self._came = self._rest + data, len(data)
            yield from self._taken(0)

    def _leave(self, data: str, waited: float) -> None:
        """Give up what never ends, where that is asked for by a key, after having waited for some seconds."""
        if self._paste_ends:
            if data in _QUIT and waited >= _TORN_FOR:
                self._rest += self._paste_ends
        elif _WAY_OUT.fullmatch(data) and _ANSWER.match(self._rest):
            self._rest = ""

    def _taken(self, waited: float) -> Iterator[Message]:
        """The events of the rest, as far as it is whole after having waited for some seconds."""
        while self._rest:
            if self._paste_ends:
                text, mark, rest = self._rest.partition(self._paste_ends)
                if not mark:
                    return
                self._paste_ends, self._rest = "", rest
                # Pasted, an escape sequence is text; a NUL is in no text.
                yield events.Paste(text.replace(ESCAPE, visible(ESCAPE)).replace("\0", ""))
                continue
            piece = self._next(waited)
            if not piece:
                return
            self._rest = self._rest[len(piece) :]
            yield from self._meant(piece)

    def _meant(self, piece: str) -> Iterator[Message]:
        """The events of text, of an Escape that was pressed, or of a sequence."""
        sequence = _in_seven_bits(piece)
        self._hear(sequence)
        if sequence == _PASTE_BEGINS:
            self._paste_ends = _PASTE_ENDS[piece[0]]
        elif piece == ESCAPE:
            yield events.Key("escape", None)
        elif sequence[0] != ESCAPE or (sequence[1] in "[O" and len(sequence) <= _LONGEST):
            yield from self._known(sequence)
        elif (background := told(sequence)) is not None:
            yield background

    def _next(self, waited: float) -> str:
        """What comes first in the rest: text, a whole sequence, or an Escape that was pressed; nothing as long as that is open."""
        found = _TEXT.match(self._rest)
        if (found and found[0]) or (found := _WHOLE.match(self._rest)):
            return found[0]
        if _TYPED.match(self._rest):
            return ESCAPE if waited >= ESCAPE_DELAY else ""
        if self._came > 1 and (either := _EITHER.match(self._rest)):
            if either.end() < _AT_ONCE and either.end() == len(self._rest):
                return ESCAPE if waited >= ESCAPE_DELAY else ""
            if either.end() >= _AT_ONCE:
                # As a C1 control it is one of those that nobody types.
                self._rest = chr(ord(self._rest[1]) + 0x40) + self._rest[2:]
        begun = _BEGUN.match(self._rest)
        if begun is None:
            return self._rest[0]
        if self._rest[begun.end() :] not in ("", ESCAPE):
            # It does not go on as it must; what follows is something else.
            return begun[0]
        if waited >= _TORN_FOR:
            self._rest = ""
        elif len(self._rest) > 2 * _LONGEST:
            # Nobody will know it: how it ends is enough.
            self._rest = self._rest[:_LONGEST] + self._rest[-_LONGEST:]
        return ""

    def _known(self, piece: str) -> Iterator[Message]:
        """The events of text or of a whole sequence, as far as Textual knows it."""
        found: list[Message] = []
        try:
            found += self._parser.feed(piece)
        except Exception:
            # Numbers that stand for no character, and whatever else it cannot take; its state is lost with it.
            self._parser = XTermParser(self._debug)
        if not found:
            # It would wait for more, and take that and this for keys.
            self._parser = XTermParser(self._debug)
        for event in found:
            if isinstance(event, _WANTED):
                yield event


def _in_seven_bits(piece: str) -> str:
    """The same with Escape and another character in place of a C1 control at its beginning."""
    return ESCAPE + chr(ord(piece[0]) - 0x40) + piece[1:] if "\x80" <= piece[0] <= "\x9f" else piece


def _as_control(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is a C1 control where it is one in terminals that send eight bits."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return chr(wrong[0]) if len(wrong) == 1 and 0x80 <= wrong[0] <= 0x9F else "\ufffd", error.end


codecs.register_error("annotui.input", _as_control)


def decoder() -> codecs.IncrementalDecoder:
    """Makes characters of bytes that a terminal sends, whatever they are."""
    return codecs.getincrementaldecoder("utf-8")("annotui.input")
