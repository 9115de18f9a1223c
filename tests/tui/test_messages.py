"""What was said is kept, each once."""

from __future__ import annotations

from annotui.tui.messages import Messages


def said(messages: Messages) -> list[str]:
    return [text for text, _ in messages]


def test_the_newest_comes_first_and_what_is_said_again_is_new() -> None:
    messages = Messages()
    for text in ("one", "", "two", "two", "one", ""):
        messages.add(text)
    assert said(messages) == ["one", "two"]


def test_of_very_many_the_oldest_are_forgotten() -> None:
    messages = Messages()
    for number in range(10_000):
        messages.add(str(number))
    kept = said(messages)
    assert kept[0] == "9999"
    assert 100 < len(kept) < 1000


def test_what_still_stands_in_the_row_is_not_said_again_because_something_else_waits() -> None:
    messages = Messages()
    messages.add("there to be read")
    messages.add("news", waits=True)
    messages.add("there to be read")
    assert said(messages) == ["news", "there to be read"]
    messages.add("news")
    messages.add("there to be read")
    assert said(messages) == ["there to be read", "news"]
