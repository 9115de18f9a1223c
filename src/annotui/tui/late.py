"""What becomes known while somebody reads: it is shown at once, and changes neither what keys mean nor what is being read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from annotui.corpus.scan import Corpus, Skipped
from annotui.matching.progress import Progress
from annotui.review.news import named, taken_in
from annotui.review.shelf import Titled

from .commands.work import Work
from .telling import Telling, bar

if TYPE_CHECKING:
    from annotui.matching.background import Event


class MatchingTold(Message):
    """Something is known of matching.

    Args:
        event: how far it is, or what it has found.
    """

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class Learned(Message):
    """Files of the corpus were read in the background.

    Args:
        found: what is known of them.
    """

    def __init__(self, found: Sequence[Titled | Skipped]) -> None:
        super().__init__()
        self.found = found


class Surveyed(Message):
    """All articles have been read.

    Args:
        news: which of them were edited since the last time; empty where none was.
    """

    def __init__(self, news: str) -> None:
        super().__init__()
        self.news = news


class CorpusChanged(Message):
    """Articles have come or gone.

    Args:
        corpus: what there is now.
        found: what is known of those that have come.
    """

    def __init__(self, corpus: Corpus, found: Sequence[Titled | Skipped]) -> None:
        super().__init__()
        self.corpus, self.found = corpus, found


class FilesChanged(Message):
    """An article is not any more what was matched."""


class Late:
    """Takes in what matching tells.

    Args:
        work: what the commands work with.
        telling: puts it into words.
    """

    def __init__(self, work: Work, telling: Telling) -> None:
        self._work, self._telling = work, telling
        self._progress: Progress | None = None
        # What is to be said when nothing else is to be read, of each thing the last that is known; and what was named when it came.
        self._news: dict[str, str] = {}
        self._named = ""
        # The articles that were there when what waits to be said of them began.
        self._known: Mapping[str, str] = {}
        # Whether a key was pressed: before, nobody has asked for what is named.
        self._is_asked = False
        # How many passages were told of.
        self._told: int | None = None
        # How often matching has ended in this session.
        self.ended = 0

    @property
    def bar(self) -> str:
        """How far matching is; empty while it does not run."""
        return bar(self._progress)

    def take_in(self, event: Event) -> bool:
        """Matching has told something.

        Returns:
            Whether there is something else to be said than before.
        """
        # Imported by who has started it.
        from annotui.matching.background import Done, Ready

        before = self.bar
        self._progress = event if isinstance(event, Progress) else None
        if isinstance(event, Progress):
            return self.bar != before
        if isinstance(event, Ready):
            self._work.matches.findings = event.findings
            self._work.desk.annotate(late=True)
        elif isinstance(event, Done):
            self._say(" · ".join(one for one in (self._found(), event.note) if one), "matching")
        else:
            self._work.unmatched = event.why
            self._say(event.why, "matching")
        self.ended += not isinstance(event, Ready)
        return True

    def take_in_corpus(self, message: Surveyed | CorpusChanged) -> None:
        """More is known of the articles, or there are others."""
        work = self._work
        if isinstance(message, Surveyed):
            self._say(message.news, "edited")
            return
        if not self._news.pop("folder", ""):
            self._known = named(work.shelf)
        self._say(taken_in(work.shelf, message.corpus, message.found, self._known), "folder")
        work.matches.articles_changed()
        work.desk.make_room()
        work.desk.annotate(late=True)

    def _found(self) -> str:
        """What there is; nothing where it is as many passages as were told of before."""
        findings = self._work.matches.findings
        if findings is None or findings.count == self._told:
            return ""
        self._told = findings.count
        return self._telling.found(findings)

    def take_turn(self) -> None:
        """A key was pressed: what was held back is said, unless that key has said or named something else."""
        self._is_asked = True
        if not self._news or self._work.said:
            return
        named, self._named = self._named, self._telling.under_cursor()
        if self._named in ("", named):
            self._say_news()

    def _say(self, said: str, about: str) -> None:
        """At once, unless there is something else to be read until the next key.

        Args:
            said: one line; nothing is to be said where it is empty.
            about: of several lines about the same thing that wait only the last is said.
        """
        work = self._work
        if not said:
            return
        if work.said and work.said == work.greeting:
            work.said = f"{said} · {work.said}"
            return
        self._news[about] = said
        self._named = self._telling.under_cursor() if self._is_asked else ""
        # What is counted while somebody types would take its place unread.
        if work.said or self._named or work.stage.is_asking:
            work.messages.add(said, waits=True)
        else:
            self._say_news()

    def _say_news(self) -> None:
        self._work.said = " · ".join(self._news.values())
        self._news.clear()
