"""Which names an article had before: each rule by itself, and what holds whatever becomes of a few equal articles."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from annotui.review.lineage import UNDECIDED, Trace, earlier_names, joined


def trace(beside: str | None = "", names: str = "") -> Trace:
    """Of decisions that name these articles, one letter each."""
    return Trace(None if beside is None else frozenset(beside), frozenset(names))


def test_the_only_article_with_the_bytes_had_the_name_that_is_gone() -> None:
    assert earlier_names({"b": UNDECIDED}, {"a": trace()}) == {"b": ["a"]}


def test_what_decisions_say_comes_first() -> None:
    # In the order of their names each would have had the other one's.
    there = {"x": trace("y", names="b"), "y": trace("x", names="a")}
    assert earlier_names(there, {"a": trace(), "b": trace()}) == {"x": ["b"], "y": ["a"]}


def test_a_name_goes_to_one_article_only() -> None:
    there = {"b": trace(names="a"), "c": UNDECIDED}
    assert earlier_names(there, {"a": trace()}) == {"b": ["a"]}


def test_an_article_of_which_a_name_is_known_takes_no_other_one() -> None:
    there = {"b": trace(names="a"), "c": UNDECIDED}
    assert earlier_names(there, {"a": trace(), "z": trace()}) == {"b": ["a"], "c": ["z"]}


def test_a_name_brings_those_that_were_before_it_and_are_gone() -> None:
    gone = {"a": trace(), "b": trace(names="az")}
    assert earlier_names({"c": UNDECIDED}, gone) == {"c": ["a", "b"]}


def test_an_article_that_was_there_beside_the_other_one_did_not_have_its_name() -> None:
    assert earlier_names({"b": UNDECIDED, "c": UNDECIDED}, {"a": trace("b")}) == {"c": ["a"]}
    assert earlier_names({"b": trace("a"), "c": UNDECIDED}, {"a": trace()}) == {"c": ["a"]}


def test_where_too_many_are_left_those_drop_out_whose_decisions_do_not_say_what_was_beside_them() -> None:
    assert earlier_names({"b": trace(None), "c": UNDECIDED}, {"a": trace()}) == {"c": ["a"]}
    assert earlier_names({"b": trace(None)}, {"a": trace()}) == {"b": ["a"]}


def test_where_nobody_could_say_which_it_is_none_had_the_name() -> None:
    assert earlier_names({"b": UNDECIDED, "c": UNDECIDED}, {"a": trace()}) == {}


def test_articles_and_names_go_together_in_their_order() -> None:
    assert earlier_names({"c": UNDECIDED, "d": UNDECIDED}, {"b": trace(), "a": trace()}) == {
        "c": ["a"],
        "d": ["b"],
    }


def test_several_decisions_say_together_what_each_of_them_says() -> None:
    assert joined([trace(None, "a"), trace("b"), trace("c", "d")]) == trace("bc", "ad")
    assert joined([trace(None), trace(None, "a")]) == trace(None, "a")


class _Equals:
    """Articles with the same bytes, with what is known of them and what is true.

    Args:
        number: how many there are at first.
    """

    def __init__(self, number: int) -> None:
        self._fresh = (f"{one:03}" for one in count())
        self.there = {next(self._fresh): UNDECIDED for _ in range(number)}
        self.gone: dict[str, Trace] = {}
        self.had: dict[str, set[str]] = {one: set() for one in self.there}

    @property
    def found(self) -> dict[str, Collection[str]]:
        """The names that each article is taken to have had."""
        return {one: earlier_names(self.there, self.gone).get(one, []) for one in self.there}

    def decide(self, article: str) -> None:
        """Something is decided in an article."""
        new = Trace(frozenset(self.there.keys() - {article}), frozenset(self.found[article]))
        before = self.there[article]
        self.there[article] = new if before is UNDECIDED else joined([before, new])

    def copy(self) -> None:
        """Another article gets the same bytes."""
        name = next(self._fresh)
        self.there[name], self.had[name] = UNDECIDED, set()

    def rename(self, article: str) -> str:
        """An article gets a name that none has had."""
        name, trace_ = next(self._fresh), self.there.pop(article)
        self.there[name], self.had[name] = UNDECIDED, self.had.pop(article)
        if trace_ is not UNDECIDED:
            self.gone[article] = trace_
            self.had[name].add(article)
        return name


_STEPS = st.lists(st.tuples(st.sampled_from(["decide", "rename", "copy"]), st.integers(0, 9)), max_size=30)


@given(number=st.integers(1, 4), steps=_STEPS)
def test_no_article_is_taken_to_have_had_the_name_of_another_one(
    number: int, steps: list[tuple[str, int]]
) -> None:
    equals = _Equals(number)
    for step, which in steps:
        article = list(equals.there)[which % len(equals.there)]
        if step == "decide":
            equals.decide(article)
        elif step == "copy":
            equals.copy()
        else:
            # Where nothing was decided in it, nothing tells it under its new name from a copy.
            equals.decide(article)
            name = equals.rename(article)
            # Of two that are renamed at once nobody can say which is which.
            assert equals.had[name].issuperset(equals.found[name])
            equals.decide(name)
        for one, names in equals.found.items():
            assert equals.had[one].issuperset(names)


@given(number=st.integers(1, 4), renamed=st.lists(st.integers(0, 3), max_size=12))
def test_where_something_is_decided_in_each_article_all_names_are_known(
    number: int, renamed: list[int]
) -> None:
    equals = _Equals(number)
    for which in [*renamed, 0]:
        for article in equals.there:
            equals.decide(article)
        name = equals.rename(sorted(equals.there)[which % number])
        assert {one: set(names) for one, names in equals.found.items()} == equals.had
        assert equals.had[name]
