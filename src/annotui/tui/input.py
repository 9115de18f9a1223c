"""What a terminal sends, told apart: keys, mouse, what is pasted, and answers, of which one is asked for.

Textual's parser takes for keys whatever it does not know, so that the late answer of a terminal would tag, and some sequences end it.
Here an input is cut into whole sequences first (ECMA-48, 5.4 and 5.6; xterm's control sequences), and Textual says what each one means.
"""

from __future__ import annotations

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
_PASTE_ENDS = "\x1b[201~"

# What an answer of a terminal begins with: colours and the like, device control, graphics.
_ANSWER = r"(?: \][0-9] | P[0-9>!+$=|] | _G )[^\x07\x18\x1a\x1b]*"
_WHOLE = re.compile(
    rf"""\x1b(?:
        \[(?: \[[A-E]                          # function keys of the Linux console
            | M[\s\S]{{3}}                     # a mouse that reports bytes
            | [0-9]+\$                         # Shift and a key, in rxvt
            | (?![\[M])[0-?]*[ -/]*[@-~] )     # all other control sequences
        | O[0-9;]*[A-Za-z]                     # keys in application mode
        | {_ANSWER}(?: [\x07\x18\x1a] | \x1b\\ )
    )""",
    re.VERBOSE,
)
# Nobody types this by hand …
_BEGUN = re.compile(
    rf"\x1b(?: \[M[\s\S]{{0,2}} | \[[0-?]+[ -/]* | \[[ -/]+ | O[0-9;]+ | {_ANSWER} )", re.VERBOSE
)
# … and this may be Escape, and a key after it.
_TYPED = re.compile(r"\x1b(?:\[\[?|[O\]P_])?\Z")
_LONGEST = 32
"""Characters of a sequence; Textual takes longer ones for keys."""

_TORN_FOR = 10.0
"""Seconds that a link may need for the rest of a sequence which nobody types by hand."""

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
        self._is_pasting = False

    @property
    def is_waiting(self) -> bool:
        """Whether time alone can make an event: something has begun that may be whole already."""
        return bool(self._rest) and not self._is_pasting

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
            self._rest, self._since = self._rest + data, now
            yield from self._taken(0)

    def _taken(self, waited: float) -> Iterator[Message]:
        """The events of the rest, as far as it is whole after having waited for some seconds."""
        while self._rest:
            if self._is_pasting:
                text, mark, rest = self._rest.partition(_PASTE_ENDS)
                if not mark:
                    return
                self._is_pasting, self._rest = False, rest
                # Pasted, an escape sequence is text; a NUL is in no text.
                yield events.Paste(text.replace(ESCAPE, visible(ESCAPE)).replace("\0", ""))
                continue
            piece = self._next(waited)
            if not piece:
                return
            self._rest = self._rest[len(piece) :]
            self._hear(piece)
            if piece == _PASTE_BEGINS:
                self._is_pasting = True
            elif piece == ESCAPE:
                yield events.Key("escape", None)
            elif piece[0] != ESCAPE or (piece[1] in "[O" and len(piece) <= _LONGEST):
                yield from self._known(piece)
            elif (background := told(piece)) is not None:
                yield background

    def _next(self, waited: float) -> str:
        """What comes first in the rest: text, a whole sequence, or an Escape that was pressed; nothing as long as that is open."""
        text, escape, _ = self._rest.partition(ESCAPE)
        if text or not escape:
            return text
        if whole := _WHOLE.match(self._rest):
            return whole[0]
        if _TYPED.match(self._rest):
            return ESCAPE if waited >= ESCAPE_DELAY else ""
        begun = _BEGUN.match(self._rest)
        if begun is None:
            return ESCAPE
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
