"""Which names an article had before, as far as something was decided under them.

An article that was renamed is known by its bytes. Where several articles have the same bytes, what is kept with each decision tells them
apart: the other articles that had these bytes then, and the names that the article had had until then. The rules, in order:

1. Where decisions in an article say which names it had, it had those.
2. Any other article can have had one name that is gone, and those that decisions under that name say were before it. A name that
   another one followed goes only with that one.
3. It had none where a decision, in it or in one that is gone, says that both were there at the same time.
4. Where more articles are left than names, those drop out in which something was decided that does not say what was there beside them:
   most likely they were there all the time.
5. Where that still leaves too many, nobody could say which is which, and none of them had a name. Otherwise articles and names go together
   in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple


class Trace(NamedTuple):
    """What the decisions in an article say of it and of others that had the same bytes.

    Args:
        beside: the others that were there when something was decided; None where the decisions do not say which they were.
        names: those that it had had until then.
    """

    beside: frozenset[str] | None
    names: frozenset[str] = frozenset()


UNDECIDED = Trace(frozenset())
"""Of an article in which nothing was decided."""


def joined(traces: Iterable[Trace]) -> Trace:
    """What several decisions in an article say together."""
    traces = list(traces)
    said = [one.beside for one in traces if one.beside is not None]
    names = _all(one.names for one in traces)
    return Trace(_all(said), names) if said else Trace(None, names)


def earlier_names(there: Mapping[str, Trace], gone: Mapping[str, Trace]) -> dict[str, list[str]]:
    """The names that articles with the same bytes had before, by the rules of this module.

    Args:
        there: the articles that have these bytes, in order.
        gone: the names under which something was decided in an article that had them, and that is not there any more.

    Returns:
        For each article that had names which are gone all of them, sorted.
    """
    said = {one: sorted(trace.names & gone.keys()) for one, trace in there.items()}
    found = {one: names for one, names in said.items() if names}
    followed = _all(chain(found.values(), (one.names for one in gone.values())))
    free = [one for one in sorted(gone) if one not in followed]
    beside = _all(one.beside or () for one in gone.values())
    left = {one: trace for one, trace in there.items() if one not in found and one not in beside}
    left = {one: trace for one, trace in left.items() if gone.keys().isdisjoint(trace.beside or ())}
    if len(left) > len(free):
        left = {one: trace for one, trace in left.items() if trace.beside is not None}
    if len(left) <= len(free):
        for one, name in zip(left, free, strict=False):
            found[one] = sorted({name, *(gone[name].names & gone.keys())})
    return found


def _all(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(chain.from_iterable(sets))
