"""The list of articles over the reader: type to filter, Enter opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from annotui.core.display import visible
from annotui.review.shelf import Shelf


class ArticlePicker(ModalScreen[str | None]):
    """Choose an article.

    Args:
        shelf: the articles.
        counts: annotations by article and label.
        current: the article that is open, which is marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "highlight(1)", show=False, priority=True),
        Binding("up", "highlight(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]
    CSS = """
    ArticlePicker { align: center middle; }
    ArticlePicker #box { width: 100%; height: 100%; }
    ArticlePicker Input { border: none; height: 1; padding: 0 1; }
    ArticlePicker OptionList { border: none; height: 1fr; padding: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    ArticlePicker OptionList > .option-list--option-highlighted {
        color: ansi_black; background: ansi_white; text-style: bold underline;
    }
    """

    def __init__(self, shelf: Shelf, counts: Mapping[str, Mapping[str, int]], current: str) -> None:
        super().__init__()
        self._shelf = shelf
        self._counts = counts
        self._current = current

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield Input(placeholder="type to filter · ↑ ↓ Enter opens · Escape goes back", select_on_focus=False)
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """List everything."""
        self._list("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted)
    def _open_highlighted(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        if option is not None and not option.disabled:
            self.dismiss(option.id)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_highlight(self, step: int) -> None:
        """Go up or down in the list while typing."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_page(self, step: int) -> None:
        """Go a page up or down in the list while typing."""
        options = self.query_one(OptionList)
        if options.option_count:
            page = max(options.size.height - 1, 1)
            options.highlighted = min(
                max((options.highlighted or 0) + step * page, 0), options.option_count - 1
            )

    def _list(self, wanted: str) -> None:
        words = wanted.casefold().split()
        options = self.query_one(OptionList)
        options.clear_options()
        ids = [one for one in self._shelf.ids if self._matches(one, words)]
        options.add_options([Option(self._row(one), id=one) for one in ids])
        if not ids:
            options.add_option(Option("no article matches", disabled=True))
        if not words:
            options.add_options(
                Option(Content(visible(f"✗ {one.name}: {one.reason}")), disabled=True)
                for one in self._shelf.skipped
            )
        options.highlighted = ids.index(self._current) if self._current in ids else (0 if ids else None)

    def _matches(self, article: str, words: list[str]) -> bool:
        text = f"{article} {self._shelf.title(article)}".casefold()
        return all(word in text for word in words)

    def _row(self, article: str) -> Content:
        tags = sum(self._counts.get(article, {}).values())
        inside = article.partition("/")[2]
        return Content(
            visible(f"{tags or '.':>4}  {self._shelf.name(article)} {self._shelf.title(article)}  ({inside})")
        )
