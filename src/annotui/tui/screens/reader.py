"""The reader: articles side by side, with what was done and what a key would do."""

from __future__ import annotations

import contextlib

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from annotui.core.annotation import Annotation, neighbour
from annotui.core.selection import CHOICES, MOTIONS, Selection
from annotui.corpus.scan import Skipped
from annotui.review import tag as tagging
from annotui.review.place import Place
from annotui.review.shelf import Shelf, Titled
from annotui.review.tag import NotYours
from annotui.store.saving import SaveState, Saving
from annotui.store.store import Store, StoreError
from annotui.tui import styles
from annotui.tui.actions import Action, action_for, actions, key_label
from annotui.tui.widgets.article_pane import ArticlePane
from annotui.tui.widgets.desk import Desk
from annotui.tui.widgets.key_row import KeyRow
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.status_line import StatusLine, target_text

from .in_turn import InTurn

_PLACE_KEPT_AFTER = 1.0
"""Seconds after a key until the place is kept; after a tag it is kept at once."""

_STEPS = frozenset(("left", "right", "up", "down", "row_start", "row_end", "page_up", "page_down"))
_JUMPS = frozenset(("text_start", "text_end"))


class ReaderScreen(InTurn[None]):
    """The main screen.

    Args:
        shelf: the articles.
        store: the annotations.
        place: what to show.
        greeting: what the status line says at first.
    """

    AUTO_FOCUS = ""
    CSS = """
    ReaderScreen { layout: vertical; overflow: hidden; }
    """

    class Learned(Message):
        """Files of the corpus were read in the background."""

        def __init__(self, found: list[Titled | Skipped]) -> None:
            super().__init__()
            self.found = found

    class SavingChanged(Message):
        """The state of saving has changed."""

    def __init__(self, shelf: Shelf, store: Store, place: Place, greeting: str) -> None:
        super().__init__()
        self._shelf = shelf
        self._store = store
        self._message = greeting
        self._place = place
        self._relabelled: Annotation | None = None
        self._place_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        self.desk = Desk(self._shelf, self._store, self._place)
        yield self.desk
        self._rule = Line()
        self._status = StatusLine()
        yield self._rule
        yield self._status
        yield KeyRow()

    def on_mount(self) -> None:
        """Listen to the store once there is somebody to tell, and say what is remarkable of what is shown."""
        self._store.listen = self._tell
        self._message = self._message or self.desk.remark()

    def _tell(self, _state: SaveState) -> None:
        # Called by the thread that writes; a message is the way from there to here.
        self.post_message(self.SavingChanged())

    def on_unmount(self) -> None:
        """Nobody listens any more."""
        self._store.listen = None

    def on_resize(self) -> None:
        """Show the parts that fit."""
        self._rule.show([("─" * self.size.width, styles.DIM)])
        self.desk.fit()
        self.call_after_refresh(self._update)

    # What the reader did

    def press(self, key: str, character: str | None) -> None:
        """Do what a key means."""
        action = action_for(key, character)
        if action is not None:
            self.do(action)

    def do(self, action: Action) -> None:
        """Do one of the actions of the table."""
        if action.label is None:
            self._act(action.name)
        else:
            self._tag(action.label)

    def _act(self, name: str) -> None:
        self._message = ""
        self._relabelled = None
        pane = self.desk.pane
        if name in MOTIONS or name in _STEPS:
            if name in _JUMPS:
                self.desk.remember()
            pane.move(name)
        elif name in CHOICES:
            self._select(name)
        elif name.startswith("select_"):
            pane.extend(name.removeprefix("select_"))
        elif name.startswith("panes_"):
            self._message = self.desk.want(int(name.removeprefix("panes_")))
        else:
            getattr(self, f"_do_{name}")()
        self._update_status()
        self._keep_place_soon()

    def _tag(self, label: str) -> None:
        """Give a label to what the status line says, or to the annotation that is being relabelled."""
        pane = self.desk.pane
        relabelled, self._relabelled = self._relabelled, None
        if pane.reading is None:
            return
        try:
            if relabelled is not None:
                done = tagging.relabel(self._store, pane.reading, relabelled, label)
            elif (target := pane.target(label)) is not None:
                done = tagging.tag(self._store, pane.reading, target.span, label)
            else:
                self._message = "there is nothing to tag here"
                self._update_status()
                return
        except (StoreError, NotYours) as error:
            self._message = f"not tagged: {error}"
        else:
            new = "now" if relabelled else "tagged"
            self._message = (
                f"{new if done.is_new else 'already tagged'} {label}: {self._quoted(done.annotation)}"
            )
            self.desk.annotate()
            if relabelled is None:
                pane.select(Selection(done.annotation.span.end))
            pane.mean(done.annotation)
        self._update_status()
        self._keep_place()

    def _do_relabel(self) -> None:
        self._relabelled = self._meant()
        self._message = (
            f"relabel {self._relabelled.label} {self._quoted(self._relabelled)}"
            if self._relabelled
            else "no annotation under the cursor"
        )

    def _do_remove(self) -> None:
        annotation = self._meant()
        if annotation is None:
            self._message = "no annotation under the cursor"
            return
        try:
            tagging.remove(self._store, annotation)
        except (StoreError, NotYours) as error:
            self._message = f"not removed: {error}"
        else:
            self._message = f"removed {annotation.label}: {self._quoted(annotation)}"
        self.desk.annotate()

    def _do_next_annotation(self) -> None:
        self._go_to_annotation(1)

    def _do_previous_annotation(self) -> None:
        self._go_to_annotation(-1)

    def _do_next_pane(self) -> None:
        self.desk.next_pane()

    def _do_next_article(self) -> None:
        self._message = self.desk.turn(1)

    def _do_previous_article(self) -> None:
        self._message = self.desk.turn(-1)

    def _do_back(self) -> None:
        self._message = self.desk.back()

    def _do_raw(self) -> None:
        pane = self.desk.pane
        if pane.reading is None or pane.reading.repair is None:
            self._message = "this text is shown as it is in the file"
            return
        pane.toggle_raw()
        self.desk.update()
        self._message = (
            "shown as it is in the file" if pane.is_raw else f"{pane.reading.repair.kind}: shown repaired"
        )

    def _do_articles(self) -> None:
        from .picker import ArticlePicker

        def opened(article: str | None) -> None:
            if article is not None:
                self._message = self.desk.open(article)
                self._update_status()
                self._keep_place_soon()

        self.app.push_screen(ArticlePicker(self._shelf, self._store.counts(), self.desk.article), opened)

    def _do_help(self) -> None:
        from .help import HelpScreen

        self.app.push_screen(HelpScreen())

    def _do_palette(self) -> None:
        self.app.action_command_palette()

    def _do_quit(self) -> None:
        self.leave()

    def leave(self, status: int = 0) -> None:
        """Keep the place and quit with an exit status."""
        self._keep_place()
        self.app.exit(return_code=status)

    def save(self) -> None:
        """Keep the place, and bring everything to the disk before this returns; nothing can be tagged any more."""
        self._keep_place()
        with contextlib.suppress(StoreError):
            self._store.close()

    # What follows from it

    def _select(self, name: str) -> None:
        pane = self.desk.pane
        if pane.reading is None:
            return
        selection = CHOICES[name](pane.reading.prose, pane.selection)
        if selection is None:
            self._message = f"no {name} from here to the end"
            return
        pane.select(selection)
        if selection.anchor == selection.cursor:
            self._message = "selecting: move on, or v drops it"

    def _go_to_annotation(self, step: int) -> None:
        pane = self.desk.pane
        found = neighbour(pane.annotations, self._meant(), pane.selection.cursor, step)
        if found is None:
            self._message = "no annotation further on" if step > 0 else "no annotation before this one"
            return
        self.desk.remember()
        pane.select(Selection(found.span.start))
        pane.mean(found)

    def _meant(self) -> Annotation | None:
        return self.desk.pane.meant(self._store.reviewer)

    # What the screen says

    @on(ArticlePane.Scrolled)
    def _scrolled(self) -> None:
        self.desk.entitle()

    @on(SavingChanged)
    def _saving_changed(self) -> None:
        if not isinstance(self._store.state, Saving):
            self.desk.annotate()
        self._update_status()

    @on(Learned)
    def _learned(self, message: Learned) -> None:
        for found in message.found:
            self._shelf.learn(found)
        self.desk.update()

    def _update(self) -> None:
        self.desk.update()
        self._update_status()

    def _update_status(self) -> None:
        left = self._message or self._under_cursor()
        self._status.say(left, self._targets(), self._store.state, self._store.reviewer)

    def _targets(self) -> str:
        """What a label key would do now."""
        pane = self.desk.pane
        if self._store.read_only is not None:
            return "tagging is off: name another folder with --annotations"
        if pane.reading is None:
            return ""
        keys = {action.label: key_label(action.keys[0]) for action in actions() if action.label is not None}
        if self._relabelled is not None:
            return f"{' '.join(keys.values())} → its new label"
        return target_text([(key, pane.target(label)) for label, key in keys.items()], pane.reading.size)

    def _under_cursor(self) -> str:
        annotation = self._meant()
        if annotation is None:
            return ""
        by = "" if annotation.reviewer == self._store.reviewer else f" by {annotation.reviewer}"
        return f"{annotation.label}{by}: {self._quoted(annotation)}"

    def _quoted(self, annotation: Annotation) -> str:
        reading = self.desk.pane.reading
        return reading.quoted(annotation.span) if reading else ""

    # Where the reader is

    def _keep_place_soon(self) -> None:
        if self._place_timer is None:
            self._place_timer = self.set_timer(_PLACE_KEPT_AFTER, self._keep_place)

    def _keep_place(self) -> None:
        if self._place_timer is not None:
            self._place_timer.stop()
            self._place_timer = None
        self._store.keep_place(self.desk.place.as_document())
