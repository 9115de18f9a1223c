"""`annotui check`: verifies what is kept and every place in the articles, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.core.display import visible

from .options import annotations_option, folder_argument, reviewer_option
from .output import to_standard_output
from .places import Refused, find_reviewer
from .tags import find_tags, nothing, opened

if TYPE_CHECKING:
    from annotui.review.check import Checked, Orphan
    from annotui.store.index import Conflict
    from annotui.store.store import Store

_SHOWN = 40
"""Code points of a text that are shown."""

_EXAMPLES = """\b
Examples:
  annotui check seeds/
  annotui check seeds/ && git commit annotations/
  annotui check seeds/ --repair

\b
A line begins with what it is about: damage, orphan, conflict, moved or note; the last line has the
numbers. An orphan's words cannot be found in its article any more; a conflict is two changes by people
who did not see each other's; moved annotations were found again in an article that was edited.
--repair takes back from tinydb.json what the logs have lost, saves what could not be saved before,
and makes a note of damage that stays; logs and articles are never changed.
Exit status: 0 nothing is lost, 1 there is damage or an orphan, 2 nothing was checked."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@annotations_option
@reviewer_option
@click.option("--repair", "repairs", is_flag=True, help="Mend first what can be mended.")
def command(folder: Path, annotations: Path | None, reviewer: str | None, repairs: bool) -> int:
    """Verify what is kept of FOLDER, and that every annotation stands in its article; without --repair nothing is written.

    What the reviewer could not save in an earlier session is mentioned too.
    """
    corpus, place = find_tags(folder, annotations)
    name = find_reviewer(reviewer)
    from annotui.review.check import check

    mended: list[str] = []
    with opened(folder, corpus, place, name) as store:
        if repairs:
            mended = _repaired(store)
        found = check(store, corpus)
    if not found.annotations:
        click.echo(visible(nothing(place)), err=True)
    to_standard_output(f"{visible(line)}\n".encode() for line in [*mended, *_lines(found)])
    return 0 if found.is_sound else 1


def _repaired(store: Store) -> list[str]:
    """Mend what can be mended, and say what that was."""
    from annotui.review.stamp import timestamp
    from annotui.store.store import StoreError

    try:
        done = store.mend(timestamp())
    except StoreError as error:
        raise Refused(f"Nothing was mended: {error}.") from error
    lines = [
        f"mended: {_number(count, what)} {done_to}"
        for count, what, done_to in (
            (done.recovered, "action", "that could not be saved before, saved now"),
            (done.taken, "document", "that the logs had lost, taken back from tinydb.json"),
            (done.known, "damage", "that cannot be mended, a note from now on"),
        )
        if count
    ]
    return lines or ["mended: nothing, there was nothing to mend"]


def _lines(found: Checked) -> Iterator[str]:
    yield from (f"damage: {one}" for one in found.damage)
    if found.damage:
        yield "damage: what is damaged was left out; take it back from git or a backup, or let --repair mend what it can"
    yield from (_orphan(one) for one in found.orphans)
    if found.orphans:
        yield "orphan: they keep their last place and are exported with it; put the articles back, or tag anew"
    yield from (_conflict(one) for one in found.conflicts)
    if found.conflicts:
        yield "conflict: the later change counts; where it should be the other one, make it again"
    for one in found.moved:
        what = "1 annotation was" if one.count == 1 else f"{one.count} annotations were"
        yield f"moved: {one.article}: edited, and {what} found again, with a score of {one.score:.2f} or more"
    yield from (f"note: {one}" for one in found.notes)
    yield _numbers(found)


def _numbers(found: Checked) -> str:
    moved, orphans = sum(one.count for one in found.moved), len(found.orphans)
    counts = [
        f"{found.annotations - moved - orphans} in place",
        f"{moved} moved",
        _number(orphans, "orphan"),
        _number(len(found.conflicts), "conflict"),
        f"{len(found.damage)} damaged",
    ]
    return (
        f"checked {_number(found.annotations, 'annotation')} in {_number(found.articles, 'article')} "
        f"by {_number(len(found.reviewers), 'reviewer')}: {', '.join(counts)}"
    )


def _orphan(orphan: Orphan) -> str:
    one = orphan.record.annotation
    start, end = one.span
    return f"orphan: {one.article}:{start}-{end}: {one.label} by {one.reviewer}: {_short(one.text)}: {orphan.reason}"


def _conflict(conflict: Conflict) -> str:
    from annotui.review.check import differing

    kept, lost = conflict.kept, conflict.lost
    document = kept or lost or {}
    name = f"{conflict.table}, {conflict.id}"
    if "start" in document:
        name = f"{conflict.table}:{document['start']}-{document.get('end')}: by {document.get('reviewer')}"
    if kept is None:
        return f"conflict: {name}: it was removed, which counts, and changed: {_said(lost or {})}"
    if lost is None:
        return f"conflict: {name}: it was changed, which counts, and removed: {_said(kept)}"
    pairs = (
        f"{key} {_short(kept.get(key))} counts, {_short(lost.get(key))} does not"
        for key in differing(conflict)
    )
    return f"conflict: {name}: {'; '.join(pairs)}"


def _said(document: Mapping[str, object]) -> str:
    return ", ".join(
        f"{key} {_short(document[key])}" for key in ("label", "text", "note") if document.get(key)
    )


def _short(value: object) -> str:
    text = str(value)
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN].rstrip()}…”"


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
