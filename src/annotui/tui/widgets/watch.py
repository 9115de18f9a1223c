"""Whether what is shown is still what the files hold."""

from __future__ import annotations

from annotui.review.shelf import Shelf


class Watch:
    """Looks at the files of the articles that are shown, and tells of each change once.

    Args:
        shelf: the articles.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._told: set[tuple[str, str]] = set()

    def look(self, article: str) -> tuple[str, str]:
        """What has become of the file of an article that is open.

        Returns:
            What its title says of that, and one sentence where nobody was told yet; both empty while it is the same.
        """
        state, name = self._shelf.state(article), self._shelf.name(article)
        if state == "same":
            self._told -= {(article, "changed"), (article, "gone")}
            return "", ""
        title = f"{state} on disk"
        if (article, state) in self._told:
            return title, ""
        self._told.add((article, state))
        if state == "gone":
            return title, f"{name} is gone from the disk"
        return title, f"{name} was changed on the disk; opening it again shows it as it is now"
