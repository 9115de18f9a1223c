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
