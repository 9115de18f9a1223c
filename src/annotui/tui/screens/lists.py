"""What the lists over the reader offer: articles, annotations, places that match, actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from rich.style import Style

from annotui.core.annotation import Annotation
from annotui.core.display import JOINED
from annotui.core.search import Folded, Query, find_iter
from annotui.core.span import Span
from annotui.corpus.article import Unreadable
from annotui.review.export import record
from annotui.review.progress import Progress
from annotui.review.renamed import home as home_of
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui import styles
from annotui.tui.actions import Action, Actions, key_label
from annotui.tui.legend import Legend
from annotui.tui.messages import Messages
from annotui.tui.widgets.article_rows import Facts, article_row, skipped_row
from annotui.tui.widgets.details import Paragraph
from annotui.tui.widgets.line import Piece
from annotui.tui.widgets.row_list import ListRow
from annotui.tui.widgets.status_line import time_of_day

from .picker import Choice

_CONTEXT = 32
"""Code points around a match that are shown."""
_BATCH = 200
"""Matches of one article that are found before anybody is told."""


class Place(NamedTuple):
    """Where to go.

    Args:
        article: the article's id.
        span: where in it.
        annotation: the one that is there; None for a match.
    """

    article: str
    span: Span
    annotation: str | None = None


def article_choices(
    shelf: Shelf, counts: Mapping[str, Mapping[str, int]], progress: Progress
) -> Iterator[Choice[str]]:
    """The articles of a corpus, and the files that are none.

    Args:
        shelf: the articles.
        counts: their annotations, by article and label.
        progress: which of them are reviewed.
    """
    reviewed = progress.reviewed(shelf.ids)
    for one in shelf.ids:
        row = partial(_article, shelf, one, counts.get(one, {}), one in reviewed)
        state = "reviewed" if one in reviewed else "open"
        yield Choice(one, row, f"{shelf.name(one)} {shelf.title(one)} ({shelf.inside(one)}) {state}")
    for skipped in shelf.skipped:
        yield Choice(None, partial(skipped_row, skipped), f"{skipped.name} {skipped.reason}")


def _article(shelf: Shelf, article: str, tags: Mapping[str, int], is_reviewed: bool) -> ListRow:
    title = f"{shelf.title(article)}  ({shelf.inside(article)})"
    return article_row(Facts(shelf.name(article), title, sum(tags.values()), is_reviewed), " ")


def annotation_choices(
    shelf: Shelf, store: Store, legend: Legend, first: str
) -> Iterator[list[Choice[Place]]]:
    """All annotations of the corpus, article by article.

    Args:
        shelf: the articles.
        store: the annotations.
        legend: how labels look.
        first: id of the article that comes first.
    """
    ids = store.articles()
    for article in sorted(ids, key=lambda one: (one != first, one)):
        kept = store.annotations(article)
        text = _readable(shelf, article) if any(not one.text.isascii() for one in kept) else ""
        yield [_annotation(one, shelf, legend, text) for one in kept]


def _readable(shelf: Shelf, article: str) -> str:
    """An article's text as it should read; empty where there is none."""
    try:
        return shelf.text(article) if article in shelf else ""
    except Unreadable:
        return ""


def _standing(shelf: Shelf, one: Annotation, home: str) -> str:
    """`moved` or `orphan` where the article is not what it was when this was tagged; else nothing."""
    if home not in shelf:
        return "orphan"
    if shelf.sha256(home) == one.sha256:
        return ""
    try:
        status = record(one, shelf.article(home)).status
    except Unreadable:
        return "orphan"
    return "" if status == "ok" else status


def _annotation(one: Annotation, shelf: Shelf, legend: Legend, readable: str) -> Choice[Place]:
    home = home_of(one, shelf.__contains__, shelf.homes)
    standing = _standing(shelf, one, home)
    name = shelf.name(home)
    # What a broken encoding should say, where nobody has edited the article since.
    is_same = shelf.sha256(one.article) == one.sha256
    said = one.span.of(readable).replace(JOINED, "") if readable and is_same else one.text
    text = _folded(said)
    label = legend.style(one.label)
    note = (("  * ", styles.BOLD), (_folded(one.note), styles.PLAIN)) if one.note else ()
    row = partial(
        ListRow,
        (
            (f" {legend.letter(one.label)} ", label),
            (f"{name}  ", styles.DIM),
            (text, styles.PLAIN),
            *note,
        ),
        ((f" {standing}", styles.BOLD), (f" {one.reviewer} ", styles.DIM)),
    )
    detail = [
        Paragraph([(one.label, label), (f" by {one.reviewer}, {one.article}", styles.PLAIN)]),
        Paragraph(_in_context(_folded_before(one.prefix), text, _folded_behind(one.suffix), label)),
        *(Paragraph([(line, styles.PLAIN)]) for line in one.note.splitlines()),
    ]
    return Choice(
        Place(home, one.span, one.id),
        row,
        f"{one.label} {one.reviewer} {name} {one.article} {said} {one.note} {standing}",
        detail,
    )


def match_choices(shelf: Shelf, query: Query) -> Iterator[list[Choice[Place]]]:
    """Every place in the corpus that says what is looked for.

    Args:
        shelf: the articles.
        query: what is looked for.
    """
    found: list[Choice[Place]] = []
    for article in [] if query.is_empty else shelf.ids:
        try:
            text = shelf.text(article)
        except Unreadable:
            continue
        for span in find_iter(Folded(text), query):
            found.append(_match(article, shelf.name(article), text, span))
            if len(found) == _BATCH:
                yield found
                found = []
        # Also for nothing, so that whoever waits for this can give up.
        yield found
        found = []


def _match(article: str, name: str, text: str, span: Span) -> Choice[Place]:
    pieces = in_context(text, span, Span(0, len(text)), styles.MATCH)
    return Choice(Place(article, span), partial(ListRow, ((f" {name:<6}  ", styles.DIM), *pieces)), "")


def reviewer_choices(store: Store) -> Iterator[list[Choice[str]]]:
    """Everybody who tagged something, as they are found, and (the empty name) all of them."""
    yield [Choice("", partial(ListRow, ((" all reviewers", styles.BOLD),)), "all reviewers")]
    seen: set[str] = set()
    for article in store.articles():
        new = {one.reviewer for one in store.annotations(article)} - seen
        seen |= new
        yield [Choice(name, partial(ListRow, ((f" {name}", styles.PLAIN),)), name) for name in sorted(new)]


def message_choices(named: str, messages: Messages) -> Iterator[Choice[str]]:
    """What is said of what is under the cursor, if anything is, and what was said before.

    Args:
        named: what is under the cursor.
        messages: what was said.
    """
    if named:
        yield _message("here", named)
    for said, at in messages:
        yield _message(time_of_day(at), said)


def _message(when: str, said: str) -> Choice[str]:
    row = partial(ListRow, ((f" {when:<8}  ", styles.DIM), (said, styles.PLAIN)))
    return Choice(said, row, said, [Paragraph([(said, styles.PLAIN)])])


def action_choices(table: Actions) -> Iterator[Choice[Action]]:
    """Everything that the reader can do."""
    for action in table:
        keys = " ".join(map(key_label, action.keys))
        row = partial(ListRow, ((f" {action.help}", styles.PLAIN),), ((f"{keys} ", styles.KEY),))
        yield Choice(action, row, f"{action.help} {action.name.replace('_', ' ')}")


def in_context(text: str, span: Span, within: Span, style: Style, *, brackets: bool = False) -> list[Piece]:
    """A span with what stands around it, on one row.

    Args:
        text: the article.
        span: what is meant.
        within: beyond this nothing is shown.
        style: how that is drawn.
        brackets: whether it stands in brackets, which may be empty.
    """
    before = _folded_before(text[max(span.start - _CONTEXT, within.start) : span.start])
    behind = _folded_behind(text[span.end : min(span.end + 4 * _CONTEXT, within.end)])
    said = _folded(span.of(text))
    return _in_context(before, f"[{said}]" if brackets else said, behind, style)


def _in_context(before: str, text: str, behind: str, style: Style) -> list[Piece]:
    return [(before, styles.DIM), (text, style), (behind, styles.DIM)]


def _folded(text: str) -> str:
    """A text on one row."""
    return " ".join(text.split())


def _folded_before(text: str) -> str:
    """What stands before something, from the first whole word on."""
    whole = text.partition(" ")[2] if len(text) >= _CONTEXT and " " in text.strip() else text
    return f"{_folded(whole)} " if text[-1:].isspace() else _folded(whole)


def _folded_behind(text: str) -> str:
    """What stands behind something, up to the last whole word."""
    whole = text.rpartition(" ")[0] if len(text) >= _CONTEXT and " " in text.strip() else text
    return f" {_folded(whole)}" if text[:1].isspace() else _folded(whole)
