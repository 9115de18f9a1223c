"""Words → spans of the reader's text: with the marks that belong to them, and never one over another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotui.core.text import CLOSING, OPENING

from .columns import Longs, Words

_BEFORE = frozenset(OPENING + "\"'¿¡$€£¥#")
_BEHIND = frozenset(CLOSING + "\"'.,;:!?…%。，、；：！？")


def spans(words: Words, texts: Sequence[str], starts: Longs, ends: Longs) -> tuple[Longs, Longs, Longs]:
    """Where passages are.

    Args:
        words: those of all texts.
        texts: what they were taken from.
        starts, ends: passages in words, the end exclusive; sorted by start, none overlapping another.

    Returns:
        The text of each passage, and start and end in code points: with the quotation marks, brackets and stops that touch its first and
        its last word, as far as the passage before has not taken them.
    """
    text = np.searchsorted(words.firsts, starts, side="right") - 1
    first, last = words.starts[starts].tolist(), words.ends[ends - 1].tolist()
    # No mark is taken from beyond the words beside a passage.
    before = np.where(starts > words.firsts[text], words.ends[np.maximum(starts - 1, 0)], 0).tolist()
    limits = words.starts[np.minimum(ends, len(words) - 1)] if len(words) else ends
    behind = np.where(ends < words.firsts[text + 1], limits, np.iinfo(np.int32).max).tolist()
    taken = (-1, 0)
    for row, number in enumerate(text.tolist()):
        said = texts[number]
        least = max(before[row], taken[1] if taken[0] == number else 0)
        most = min(behind[row], len(said))
        start, end = first[row], last[row]
        while start > least and said[start - 1] in _BEFORE:
            start -= 1
        while end < most and said[end] in _BEHIND:
            end += 1
        first[row], last[row] = start, end
        taken = number, end
    return text, np.array(first, np.int64), np.array(last, np.int64)
