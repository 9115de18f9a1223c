"""What members of a family, and related sentences, say differently where it matters, and what makes no difference."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.family import Discrepancy
from annotui.core.mojibake import repaired
from annotui.core.span import Span
from annotui.matching.conflicts import conflicts
from annotui.matching.discrepancies import discrepancies

SEEDS = Path(__file__).parents[2] / "seeds"
STORM = "The storm left 3,400 homes dark on Monday, the mayor’s office said."


def of(*passages: str) -> tuple[Discrepancy, ...]:
    return discrepancies([(passage, Span(0, len(passage))) for passage in passages])


def said(*passages: str) -> list[tuple[str, ...]]:
    """Of each discrepancy its kind and its values."""
    return [(one.kind, *(value.text for value in one.values)) for one in of(*passages)]


def test_a_changed_number_among_twenty_copies() -> None:
    changed, other = STORM.replace("3,400", "3,500"), STORM.replace("3,400", "3,600")
    styled = STORM.replace("left", "has left").replace("’", "'")
    members = [STORM] * 9 + [changed] + [styled] * 8 + [other, changed]
    (found,) = of(*members)
    assert found.kind == "number"
    assert [value.text for value in found.values] == ["3,400", "3,500", "3,600"]
    assert [len(value.members) for value in found.values] == [17, 2, 1]
    assert found.values[1].members == (9, 19)
    for value in found.values:
        for member, span in zip(value.members, value.spans, strict=True):
            assert span.of(members[member]) == value.text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("It cost $3 million to build.", "It cost $3 billion to build.", ("number", "$3 million", "$3 billion")),
        ("Prices rose 3% in a year.", "Prices rose 5 per cent in a year.", ("number", "5 per cent", "3%")),
        ("It took three days to finish it.", "It took three weeks to finish it.", ("number", "three weeks", "three days")),
        ("In the first of the trips he fell.", "In the second of the trips he fell.", ("number", "second", "first")),
        ("It left about 3,400 homes dark.", "It left about 3,400 million homes dark.", ("number", "3,400 million", "3,400")),
        ("It cost them $5m in the end.", "It cost them $6m in the end.", ("number", "$5m", "$6m")),
        ("The team won 3-2 in the end.", "The team won 3-1 in the end.", ("number", "3-2", "3-1")),
        ("They met in room 4b again.", "They met in room 5b again.", ("number", "4b", "5b")),
        ("He was born in the 1980s there.", "He was born in the 1990s there.", ("number", "1980s", "1990s")),
        ("It got 1/2 of the seats.", "It got 1/3 of the seats.", ("number", "1/2", "1/3")),
        ("It fell to −5 degrees overnight.", "It fell to 5 degrees overnight.", ("number", "−5 degrees", "5 degrees")),
        ("It fell to minus 5 degrees overnight.", "It fell to 5 degrees overnight.", ("number", "minus 5 degrees", "5 degrees")),
        ("Since 2019 PM Roe has led it.", "Since 2018 PM Roe has led it.", ("date", "2019", "2018")),
        ("They lost -$5m in a year.", "They lost $5m in a year.", ("number", "-$5m", "$5m")),
        ("They met at 9 a.m. in the hall.", "They met at 9 p.m. in the hall.", ("date", "9 a.m.", "9 p.m.")),
        ("They met at 9-10 a.m. in the hall.", "They met at 9-10 p.m. in the hall.", ("date", "9-10 a.m.", "9-10 p.m.")),
        ("They met at 9–10 a.m. in the hall.", "They met at 9-11 a.m. in the hall.", ("date", "9–10 a.m.", "9-11 a.m.")),
        ("They met at 14:00 in the hall.", "They met at 2 a.m. in the hall.", ("date", "14:00", "2 a.m.")),
        ("They met at 9 a.m. in the hall.", "They met at 10 in the hall.", ("number", "9 a.m.", "10")),
        ("The rate is 5% in the town.", "The rate is 5 in the town.", ("number", "5%", "5")),
        ("It was 5 to 7 percent of all.", "It was 5 to 7 of all.", ("number", "7 percent", "7")),
        ("It left 5-7 homes dark there.", "It left 5–8 homes dark there.", ("number", "5-7", "5–8")),
        ("It fell to –5 degrees overnight.", "It fell to 5 degrees overnight.", ("number", "–5 degrees", "5 degrees")),
        ("The shares (-5%) are cheap now.", "The shares (5%) are cheap now.", ("number", "-5%", "5%")),
        ("They lost $-5 in a year.", "They lost $5 in a year.", ("number", "$-5", "$5")),
        ("They paid $5 in a year.", "They paid €5 in a year.", ("number", "$5", "€5")),
        ("It is -5C in the town.", "It is 5°C in the town.", ("number", "-5C", "5°C")),
        ("Winds reached 131 km/h there.", "Winds reached 113 km/h there.", ("number", "131 km/h", "113 km/h")),
        ("Winds reached 131 km/h there.", "Winds reached 131 mph there.", ("number", "131 km/h", "131 mph")),
        ("It costs $5 a day there.", "It costs $5 a month there.", ("number", "$5 a day", "$5 a month")),
        ("It fell 5% a year there.", "It fell 5 a year there.", ("number", "5% a year", "5")),
        ("He has serious injuries.", "He has minor injuries.", ("negation", "serious", "minor")),
        ("It is 5 °C in the town.", "It is 5 °F in the town.", ("number", "5 °C", "5 °F")),
        ("We hear a deal is likely by now.", "We hear a deal is unlikely by now.", ("negation", "likely", "unlikely")),
        ("They agreed with him on it.", "They disagree with him on it.", ("negation", "agreed", "disagree")),
        ("It is a violent place by night.", "It is a non-violent place by night.", ("negation", "violent", "non-violent")),
        ("The shares rose sharply on the news.", "The shares fell slightly on the news.", ("negation", "rose", "fell")),
        ("They left before the vote was held.", "They left after the vote was held.", ("negation", "before", "after")),
        ("It took more than a year to do.", "It took less than a year to do.", ("negation", "more", "less")),
        ("It helps all low-income families there.", "It helps all high-income families there.",
         ("negation", "low-income", "high-income")),
        ("They met at 9:30am in the hall.", "They met at 9:30 p.m. in the hall.", ("date", "9:30am", "9:30 p.m.")),
        ("It drew 1800 people then.", "It drew 2,900 people then.", ("number", "1800", "2,900")),
        ("The law of 2021 is in force.", "The law of 2121 is in force.", ("number", "2021", "2121")),
        ("They met on July 7 in the old town.", "They met on June 5 in the old town.", ("date", "July 7", "June 5")),
        ("They will meet on Monday at noon.", "They will meet on Tuesday at noon.", ("date", "Tuesday", "Monday")),
        ("The law of 2021 is in force.", "The law of 2022 is in force.", ("date", "2021", "2022")),
        ("The summit in Lithuania opens today.", "The summit in Belgium opens today.", ("name", "Lithuania", "Belgium")),
        ("We hear that John Smith went home.", "We hear that Jane Smith went home.", ("name", "Jane Smith", "John Smith")),
        ("He says Paris does back the plan.", "He says Paris does not back the plan.", ("negation", "not", "")),
        ("He always went to the meetings.", "He never went to the meetings.", ("negation", "always", "never")),
        ("They did not go to the talks.", "They went to the talks.", ("negation", "did not go", "went")),
        ("The minister denied that a deal was near.", "The minister said that a deal was near.", ("negation", "denied", "said")),
        ("The company did not deny the findings.", "The company denied the findings.", ("negation", "did not deny", "denied")),
        ("The company doesn’t deny the findings.", "The company denies the findings.", ("negation", "doesn’t deny", "denies")),
        ("It did not at first refuse the offer.", "It at first refused the offer.", ("negation", "did not", "")),
        ("“It is over,” said Commission spokesman Arnaud Petit.", "“It is over,” said company spokesman Arnaud Petit.",
         ("attribution", "Commission spokesman Arnaud Petit", "company spokesman Arnaud Petit")),
        ("It is over, opposition leader Jane Roe said.", "It is over, party leader Jane Roe said.",
         ("attribution", "opposition leader Jane Roe", "party leader Jane Roe")),
        ("It is over, said Commission spokesman Arnaud Petit.", "It is over, said a Commission official.",
         ("attribution", "Commission spokesman Arnaud Petit", "a Commission official")),
        ("The mayor denied the claims.", "The contractor denied the claims.", ("attribution", "The mayor", "The contractor")),
        ("Later the mayor confirmed the claims.", "Later the army confirmed the claims.", ("attribution", "the mayor", "the army")),
        ("We hear the mayor did not deny it.", "We hear the army did not deny it.", ("attribution", "the mayor", "the army")),
        ("It is over, the mayor said on the radio.", "It is over, police said on the radio.", ("attribution", "the mayor", "police")),
        ("“It is over,” said the mayor.", "“It is over,” said a neighbour.", ("attribution", "a neighbour", "the mayor")),
        ("According to the army, it is over.", "According to a nurse, it is over.", ("attribution", "the army", "a nurse")),
        ("He called it “a mistake” today.", "He called it a mistake today.", ("quotation", "“a mistake”", "a mistake")),
        ("He called it “a grave mistake by all” today.", "He called it “a bad mistake by all” today.", ("quotation", "grave", "bad")),
    ],
)  # fmt: skip
def test_what_matters_is_told(one: str, other: str, expected: tuple[str, ...]) -> None:
    (found,) = said(one, other)
    assert (found[0], set(found[1:])) == (expected[0], set(expected[1:]))
    # Which of them comes first changes nothing but the order of values that as many members have.
    (turned,) = said(other, one)
    assert (turned[0], set(turned[1:])) == (expected[0], set(expected[1:]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORM, STORM),
        (STORM, STORM.upper().lower()),
        (STORM, STORM.replace("3,400", "3400")),
        (STORM, STORM.replace("homes", "houses")),
        (STORM, STORM.replace("The storm", "A storm")),
        (STORM, STORM.replace(" on Monday", "")),
        (STORM, STORM.replace("3,400", "many")),
        ("The storm left three people dead.", "The storm left 3 people dead."),
        ("It drew 1800 people to Rome.", "It drew 1,800 people to Rome."),
        ("It got ½ of the seats.", "It got 1/2 of the seats."),
        ("It was so in the 1990s in town.", "It was so in the 1990’s in town."),
        ("It fell to minus five degrees overnight.", "It fell to -5 degrees overnight."),
        ("It fell to –5 degrees overnight.", "It fell to −5°C overnight."),
        ("It is -5C in the town.", "It is minus 5 degrees Celsius in the town."),
        ("They lost $-5 in a year.", "They lost -$5 in a year."),
        ("-5 homes are dark in town.", "5 homes are dark in town."),
        ("It left 5-7 homes dark there.", "It left 5–7 homes dark there."),
        ("It cost $5-7m to build.", "It cost $5–7 million to build."),
        ("Prices rose 5 to 7 percent there.", "Prices rose 5 percent to 7 percent there."),
        ("It was 5, 6 and 7% there.", "It was 5%, 6% and 7 per cent there."),
        ("Winds reached 131 km/h there.", "Winds reached 131 kilometres per hour there."),
        ("Winds reached 131 km/h there.", "Winds reached 131 km an hour there."),
        ("It went 60 miles in an hour.", "It went 60 miles there in an hour."),
        ("He has severe injuries.", "He has serious injuries."),
        ("They met at 9:00 a.m. in the hall.", "They met at 9 a.m. in the hall."),
        ("They met at 09:00 in the hall.", "They met at 9 in the hall."),
        ("They met at 2 p.m. in the hall.", "They met at 14:00 in the hall."),
        ("They met at 9-10 a.m. in the hall.", "They met at 9–10 a.m. in the hall."),
        ("They met at 9-10 a.m. in the hall.", "They met at 9 a.m. in the hall."),
        ("It is over, officials at 9:00 a.m. said.", "It is over, officials at 9 a.m. said."),
        ("They do not agree with him on it.", "They disagree with him on it."),
        ("The shares rose sharply on the news.", "The shares climbed sharply on the news."),
        ("It is a new unit of the army.", "It is a new it of the army."),
        ("It will impress them all in time.", "It will press them all in time."),
        ("They met 5 -7 times in a year.", "They met 5 - 7 times in a year."),
        ("They met at 9a.m. in the hall.", "They met at 9 a.m. in the hall."),
        ("They met at 9a.m. in the hall.", "They met at 9am in the hall."),
        ("It was a three-day trip to Rome.", "It was a 3-day trip to Rome."),
        ("It cost $3 million to build.", "It cost 3 million dollars to build."),
        ("Prices rose 3% in a year.", "Prices rose three per cent in a year."),
        ("They met on July 7, 2023 in town.", "They met on 7 July in town."),
        ("Paris does not back the plan.", "Paris doesn’t back the plan."),
        ("He thinks French President Emmanuel Macron left.", "He thinks President Macron left."),
        ("The leaders of the European Union met.", "The leaders of the EU met."),
        ("It is what the Japanese want.", "It is what Japan wants."),
        ("It is over, officials said on the radio.", "It is over, authorities told the radio."),
        ("It is over, the mayor said.", "It is over, she said."),
        ("It is over, said Arnaud Petit.", "It is over, said Commission spokesman Arnaud Petit."),
        ("It is over, Japan’s foreign minister said.", "It is over, the Japanese foreign minister said."),
        ("It is over, said a senior company official.", "It is over, said a top company official."),
        (
            "It is over, the mayor of Halden said late Monday.",
            "It is over, the mayor of Halden said early Monday.",
        ),
        ("Then the mayor said it.", "Afterwards the mayor said it."),
        ("We hear the mayor denied it.", "We hear the mayor has denied it."),
        ("The mayor did not deny it.", "The mayor didn’t deny it."),
        ("He saw the old claims.", "He saw the new claims."),
        ("He met all member states.", "He met all partner states."),
        ("He said “it is over” today.", 'He said "it is over" today.'),
        ("The town is dark tonight.", "The town is without any light tonight."),
        ("Storm Leaves Thousands Without Power", "Storm Leaves Many Homes Without Power"),
    ],
)
def test_what_is_only_put_differently_is_not(one: str, other: str) -> None:
    assert said(one, other) == []


BODY = "{} won by a few votes, and voters in Ohio thanked {} for it. It was close, and no wins are safe: the election of {} showed it."


def titled(title: str, who: str) -> tuple[str, Span]:
    """An article about somebody, and where its title is."""
    return f"{title}\n\n{BODY.format(who, who, who)}", Span(0, len(title))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Smith Wins Election In Ohio", "Jones Wins Election In Ohio", [("name", "Smith", "Jones")]),
        (
            "Why Smith’s Win Is No Surprise",
            "Why Jones’s Win Is No Surprise",
            [("name", "Smith’s", "Jones’s")],
        ),
        ("SMITH WINS ELECTION IN OHIO", "JONES WINS ELECTION IN OHIO", [("name", "SMITH", "JONES")]),
        ("Smith Wins Election In Ohio", "Nobody Wins Election In Ohio", []),
        ("Votes Were Few In Ohio", "Wins Were Few In Ohio", []),
        ("Election Wins Are Safe In Ohio", "Smith Wins Are Safe In Ohio", []),
        ("Few Votes For Us", "Close Votes For Us", []),
    ],
)
def test_names_of_a_title_are_those_that_the_article_has_elsewhere(
    one: str, other: str, expected: list[tuple[str, ...]]
) -> None:
    found = discrepancies([titled(one, "Smith"), titled(other, "Jones")])
    assert [(said.kind, *(value.text for value in said.values)) for said in found] == expected


def test_another_title_is_no_evidence_of_a_name() -> None:
    titles = "Many Flee from Storm Overnight\nTown Is Dark after Blackout Overnight"
    one, other = "Storm Leaves Thousands Without Power", "Blackout Leaves Thousands Without Power"
    passages = [(f"{title}\n\n{titles}", Span(0, len(title))) for title in (one, other)]
    assert discrepancies(passages) == ()


def test_who_says_the_same_in_another_word_is_with_those_who_say_it() -> None:
    rose = "The shares rose on the news."
    (found,) = of(
        rose,
        rose,
        rose.replace("rose", "climbed"),
        rose.replace("rose", "fell"),
        rose.replace("rose", "dropped"),
    )
    assert [(value.text, value.members) for value in found.values] == [("rose", (0, 1, 2)), ("fell", (3, 4))]


def test_whatever_the_ending_of_a_word_it_is_with_those_that_say_it() -> None:
    told = "The union {} with him on it."
    (found,) = of(*map(told.format, ("disagreed", "disagreed", "agreed", "agrees")))
    assert [(value.text, value.members) for value in found.values] == [
        ("disagreed", (0, 1)),
        ("agreed", (2, 3)),
    ]


def test_whoever_does_not_deny_is_not_among_those_who_deny() -> None:
    denied = "The company denied the findings."
    (found,) = of(
        denied, denied, denied.replace("denied", "did not deny"), denied.replace("denied", "confirmed")
    )
    assert [(value.text, value.members) for value in found.values] == [
        ("denied", (0, 1)),
        ("did not deny", (2, 3)),
    ]


def test_members_that_are_cut_before_that_place_are_in_no_value() -> None:
    short = "The storm left homes dark, it was said."
    (found,) = of(STORM, STORM, STORM.replace("3,400", "3,500"), short)
    assert {member for value in found.values for member in value.members} == {0, 1, 2}


def test_a_missing_negation_stands_where_it_would() -> None:
    one, other = "He does back the plan.", "He does not back the plan."
    (found,) = of(one, one, other)
    plain, denied = found.values
    assert (plain.text, denied.text) == ("", "not")
    assert plain.spans[0] == Span(len("He does"), len("He does"))


def test_passages_lie_anywhere_in_their_texts() -> None:
    texts = ["Before. " + STORM + " After.", "Long before it. " + STORM.replace("3,400", "3,500")]
    spans = [Span(text.index("The storm"), text.index("said.") + 5) for text in texts]
    (found,) = discrepancies(list(zip(texts, spans, strict=True)))
    assert [span.of(texts[value.members[0]]) for value in found.values for span in value.spans] == [
        "3,400",
        "3,500",
    ]


def sentences_of(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return repaired(path.read_bytes().decode())


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_random_edits_of_style_do_not_flood(share: float) -> None:
    text = sentences_of("000")
    plain = [word for word in text.split() if word.isalpha() and word.islower() and len(word) > 4]
    chance = random.Random(7)
    edited = " ".join(
        chance.choice(plain) if word.islower() and word.isalpha() and chance.random() < share else word
        for word in text.split()
    )
    found = said(" ".join(text.split()), edited)
    # 7,700 characters, up to 200 words changed.
    assert len(found) <= 2, found


def test_each_changed_name_of_an_edited_copy_is_told() -> None:
    text = sentences_of("003")
    edited = text.replace("Hayashi", "Kishida").replace("Australia", "Canada")
    names = {
        value for kind, *values in said(text, edited) if kind in ("name", "attribution") for value in values
    }
    assert any("Kishida" in name for name in names)
    assert {"Australia", "Canada"} <= names


PIECES = ["3,400", "3,500", "three", "Monday", "Tuesday", "July 7", "Paris", "Rome", "not", "never", "said", "mayor", "the", "“", "”",
          '"', ",", ".", "in", "homes", "1", "%", "million", "no", "May", "\n", "I", "According to", "é", "鈥"]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map(" ".join), max_size=5)
)
def test_spans_are_what_they_say_in_any_text(passages: Sequence[str]) -> None:
    for one in of(*passages):
        assert len(one.values) >= 2
        members = [member for value in one.values for member in value.members]
        assert len(members) == len(set(members))
        sizes = [len(value.members) for value in one.values]
        assert sizes == sorted(sizes, reverse=True)
        for value in one.values:
            assert value.spans[0].of(passages[value.members[0]]) == value.text
            for member, span in zip(value.members, value.spans, strict=True):
                assert 0 <= span.start <= span.end <= len(passages[member])


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_copies_never_differ(passage: str) -> None:
    assert of(passage, passage, passage) == ()


Sentence = Callable[[str, str], tuple[str, Span]]


@pytest.fixture
def sentence() -> Sentence:
    """A sentence of a sample article, by its first and last words."""

    def find(number: str, words: str) -> tuple[str, Span]:
        text = sentences_of(number)
        begin, _, end = words.partition("…")
        start = text.index(begin)
        return text, Span(start, text.index(end, start) + len(end))

    return find


def test_a_summit_is_in_two_countries_in_one_sentence(sentence: Sentence) -> None:
    text, span = sentence("001", "In Lithuania, Kishida…summit framework.")
    (found,) = conflicts(text, span, text, span)
    assert (found.kind, found.a.of(text), found.b.of(text)) == ("name", "Lithuania", "Belgium")


def test_a_summit_is_elsewhere_in_another_article(sentence: Sentence) -> None:
    one, other = (
        sentence("001", "In Lithuania, Kishida…summit framework."),
        sentence("004", "But officials confirmed…for now."),
    )
    (found,) = conflicts(*one, *other)
    assert (found.kind, found.a.of(one[0]), found.b.of(other[0])) == ("name", "Belgium", "Hague")


def test_what_would_escalate_in_one_article_would_not_in_another(sentence: Sentence) -> None:
    one = sentence("000", "Critics, however…supply chains.")
    other = sentence("003", "He downplayed concerns…escalate tensions.")
    for a, b in ((one, other), (other, one)):
        (found,) = conflicts(*a, *b)
        assert found.kind == "negation"
        assert {found.a.of(a[0]), found.b.of(b[0])} == {"escalatory", "does not think that would escalate"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("003", "Japan’s liaison office…New Zealand."), ("004", "The proposal had been…New Zealand.")),
        (("001", "According to an unnamed…office in Japan."), ("002", "French President…define it.")),
        (
            ("000", "The Financial Times, citing eight…region."),
            ("002", "According to the paper’s eight…by NATO."),
        ),
        (("004", "The idea for a Nato…with Kishida."), ("004", "In July 2023…big mistake.")),
        (("004", "But officials confirmed…for now."), ("004", "But officials confirmed…for now.")),
    ],
)
def test_sentences_that_agree_or_tell_of_other_things_have_no_conflict(
    sentence: Sentence, one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert conflicts(*sentence(*one), *sentence(*other)) == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The fire destroyed 340 homes overnight.", "Officials counted 350 homes lost.", ("340", "350")),
        (
            "The Lisbon treaty takes effect on July 7, ministers decided.",
            "Ministers decided that the treaty of Lisbon would take effect on June 5.",
            ("July 7", "June 5"),
        ),
        ("The talks in Paris went well.", "He left the talks in Vienna.", ("Paris", "Vienna")),
    ],
)
def test_reworded_sentences_that_say_otherwise(one: str, other: str, expected: tuple[str, str]) -> None:
    (found,) = conflicts(one, Span(0, len(one)), other, Span(0, len(other)))
    assert (found.a.of(one), found.b.of(other)) == expected
