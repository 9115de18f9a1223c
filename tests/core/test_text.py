"""Paragraphs, clauses, words and quotations, as a careful reader would bound them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.span import Span
from annotui.core.text import clauses, is_hard_wrapped, paragraphs, quotations, words

Pieces = Callable[[Callable[[str, Span], list[Span]], str], list[str]]

# One text a line; what a function finds in it stands in brackets.
WORDS = """
[Japan’s] [Indo-Pacific] [plan] [isn't] [dead].
[The] [workers]’ [rights] – [don’t]… [well-known]—[yes]
[It] [rose] [3.4%] [to] [$3,400.50], [or] [€5] ([5€]) [and] [US$5m] [at] [10:30] [on] [24/7].
[From] [-5] [to] [−3.5%], [-$2m], [not] [3-2], [10]–[12] [or] - [7], [nor] [5] -[7]
[From] [–5] ([-5%]) [to] [$-5], [US$-5m] [or] “[−3] °[C]”, [not] [5] –[7], [5]$-[7], ([5] -[7]) [nor] [$5]-[$7]
[5] [per] [cent] [of] [10\u202f000], [not] [1,2,3] [or] [1’000]
[The] [U.S.] [and] [its] [U.S.-led] [allies], [e.g.] [J.P.] [Morgan], [Ph.D.], [at] [9] [a.m.] [U.S.’s] [9a.m.] [9A.M.]
[Mail] [a.b@example.co.uk], [see] [https://www.x.org/a?b=c]) [or] ([www.y.org]), [example.com].
[Mail] [AT&T] [and]/[or] [O’Neill]
[rock] '[n]' [roll], '[90s], [6'2]"
[snake_case] #[tag] @[name]
[naïve] [cafe\u0301] [co\u00adoperate]
[हिन्दी] [में] [कपड़े]
[北][约][办]，[東][京][タワー]
[서울에서] [만나다]
[office].[The] [man]
"""
CLAUSES = """
[He left], [she said]; [then]: [nothing] – [at all] — [or so] ([perhaps]) [it seemed].
[He left]—[quickly]—[again]
[“Yes,”] [he said], [“it is over.”]
["Yes,"] [he said], ["it is over."]
[‘Yes’], [he said]
[“If] – [we push,”] [he said]
[He paid 3,400], [not 5,000], [at 10:30].
[The member(s) of the U.S.], [and Japan in the U.S.]
[A well-known], [2019–2020 plan].
([Source attribution]: [Financial Times].)
[He said] ([“no”]), [then left]!
[“Ja”], [sagte er]; [„nein“].
[他说]，[好]、[不好]；[对]：[是]。
[Quoi] ?
[no separator at all]
[...]
"""
QUOTATIONS = """
[“Yes,”] he said. [“No.”]
["Yes,"] he said. ["No."]
['Yes,'] he said. ['No.']
[‘Yes,’] he said. [‘No.’]
[“He said ‘no’ and left,”] she said. [‘He said “no”.’]
["He said 'no' and left,"] she said. ['He said "no".']
["He said "yes" to me"]
[“a “nested” b”] c
(["x y"]) and ["z z"], said,["Yes,"] he
[“I was—”] he said, [“…and”]
[‘The workers’ rights are lost,’] he said.
['The workers' rights are lost,'] he said.
the workers’ rights [‘are’] lost, the dogs' bowl
[‘the boys’] and [‘the girls’]
don’t can't won’t rock 'n' roll
the '90s and the ‘80s, 'tis [‘fun’]
["He is 6'2" tall,"] she said. ["Yes."]
He is 6'2" tall and 5'10" wide; [“tall”]
the 12" single ["Blue"]
[‘3,400 homes are dark,’] he said
[„Ja“], sagte er. [„Ich sagte ‚nein‘.“]
[»Ja«], sagte er. [»Nein«] [›so‹]
[„Ja”], powiedział.
[« Oui »], dit-il. [«Non»] [«\u00a0Peut-être\u00a0»]
他说[“好”]。[「『本当』か」]と聞いた。[「はい」]
[“The speech goes on in the next paragraph. ‘Yes.’]
The speech ends here.” And then [“another”].
"a straight mark that nothing closes
“” "" '' ‘’
"""


def marked(table: str) -> list[str]:
    return table.strip().split("\n")


def check(case: str, found: list[str]) -> None:
    expected = [piece.split("]")[0] for piece in case.split("[")[1:]]
    assert found == expected


def bare(case: str) -> str:
    return case.replace("[", "").replace("]", "")


@pytest.mark.parametrize("case", marked(WORDS))
def test_words(case: str, pieces: Pieces) -> None:
    check(case, pieces(words, bare(case)))


@pytest.mark.parametrize("case", marked(CLAUSES))
def test_clauses(case: str, pieces: Pieces) -> None:
    check(case, pieces(clauses, bare(case)))


@pytest.mark.parametrize("case", marked(QUOTATIONS))
def test_quotations(case: str, pieces: Pieces) -> None:
    check(case, pieces(quotations, bare(case)))


def said(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


def test_a_newline_ends_a_paragraph() -> None:
    long = "x" * 121
    assert said(f"One.\nTwo.\n\n{long}\r\n  Four. \n \n") == ["One.", "Two.", long, "Four."]
    assert said("One.\nTwo.") == ["One.", "Two."]


def test_in_a_hard_wrapped_article_only_a_blank_line_does() -> None:
    text = "A headline\n\nThe first paragraph goes\nover two lines.\n \nThe second\nas well.\n"
    assert is_hard_wrapped(text)
    assert said(text) == [
        "A headline",
        "The first paragraph goes\nover two lines.",
        "The second\nas well.",
    ]
    assert said(text.replace("\n", "\r\n"))[2] == "The second\r\nas well."


@pytest.mark.parametrize(
    "text",
    [
        "One line.\nAnother, and no blank line.\n",
        "\n\nOne line.\nBlank lines only around it.\n\n",
        "Short.\nShort.\n\n" + "x" * 121,
    ],
)
def test_what_is_not_hard_wrapped(text: str) -> None:
    assert not is_hard_wrapped(text)
    assert len(said(text)) == sum(1 for line in text.split("\n") if line.strip())


def test_a_line_of_120_code_points_is_one_of_a_page() -> None:
    assert is_hard_wrapped("x" * 120 + "\ny\n\nz")


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_line_of_a_seed_is_a_paragraph(number: str, seed: Callable[[str], str]) -> None:
    text = seed(number)
    assert said(text) == [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \r\n\t\n"])
def test_nothing_but_white_space_has_no_paragraph(text: str) -> None:
    assert paragraphs(text) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", []),
        ("001", []),
        ("002", []),
        ("003", [(896, 928, "“engaging in a very stable way,”"), (1225, 1244, "“harsh and complex”")]),
        (
            "004",
            [
                (899, 1105, "“Yes, there will be disappointment in Japan"),
                (1227, 1401, "“It is not clear exactly why this decision was reached"),
                (1411, 1505, "“But things can change in the future"),
                (2698, 2864, "“I think it is apparent that the present US administration"),
                (3758, 3848, "“If – we push Nato to enlarge the spectrum"),
                (3943, 4099, "“Although we do not support the opening of a Tokyo office"),
                (4198, 4329, "“France shares responsibility for peace and stability in the world. As its"),
                (4365, 4530, "“adopts a policy of turning a blind eye"),
            ],
        ),
    ],
)
def test_the_quotations_of_the_seeds(
    number: str, expected: list[tuple[int, int, str]], mended: Callable[[str], str]
) -> None:
    text = mended(number)
    found = [span for paragraph in paragraphs(text) for span in quotations(text, paragraph)]
    assert [tuple(span) for span in found] == [(start, end) for start, end, _ in expected]
    for span, (_, _, beginning) in zip(found, expected, strict=True):
        assert span.of(text).startswith(beginning)
        assert span.of(text).endswith("”")


@settings(max_examples=150)
@given(data=st.data())
def test_units_lie_in_order_inside_what_they_are_units_of(
    data: st.DataObject, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy)
    found = paragraphs(text)
    left = 0
    for paragraph in found:
        assert not text[left : paragraph.start].strip()
        left = paragraph.end
        for find in (words, clauses, quotations):
            spans = find(text, paragraph)
            assert all(paragraph.contains(span) and not span.is_empty for span in spans)
            assert all(one.end <= other.start for one, other in pairwise(spans))
        assert clauses(text, paragraph)
    assert not text[left:].strip()


@settings(max_examples=100)
@given(data=st.data())
def test_no_word_is_cut_by_a_clause(data: st.DataObject, messy: st.SearchStrategy[str]) -> None:
    text = data.draw(messy)
    for paragraph in paragraphs(text):
        ends = [edge for span in clauses(text, paragraph) for edge in span]
        for word in words(text, paragraph):
            assert not any(word.start < end < word.end for end in ends), word.of(text)
