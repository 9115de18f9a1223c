"""Where a careful editor would see one sentence end and the next begin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.sentences import sentences
from annotui.core.span import Span

Pieces = Callable[[Callable[[str, Span], list[Span]], str], list[str]]

# One paragraph a line; a bar stands where a sentence ends.
ENGLISH = """
He left. | She stayed.
Yes! | No? | Maybe.
no full stop at all
Untangling the Debate Over a NATO Office in Japan: Paris, Tokyo, and the Road Ahead
Is it true?! | Nobody knows.
Mr. Smith met Dr. A. Jones and Mrs. Lee in St. Louis. | They talked.
George W. Bush spoke. | J. K. Rowling did not.
J. A. Smith and I. M. Pei met Lt. Gov. J.P. Morgan.
The choice is Plan B. | The minister is tired.
It was you and I. | The others had left.
The U.S. Senate met. | It voted.
The U.S. (NATO’s largest member) and the U.K. said no. | Others agreed.
He lives in the U.S. | The others do not.
He moved to Washington, D.C. in May. | She did not.
It opens at 9 a.m. on Monday and closes at 5 p.m. | The rest is unknown.
The office closes at 5 p.m. Monday.
He said no. | The minister left.
Look at No. 5 and Fig. 3. | They differ.
Acme Inc. reported a loss. | Shares fell.
He works for Acme Inc. | The firm is large.
Acme Co. and Sons Ltd. merged with Jones Bros. Holding.
The end of the line is near the Co. | However, it goes on.
They came in Jan. 2023 and left on Sept. 5, a Tues. in autumn.
He sat. | Hayashi stood.
The Japan vs. China match ended. | Japan won.
E.g. this one, i.e. the first, etc. | The rest is fine.
Smith et al. (2020) showed it. | Others agree.
He has a Ph.D. in law. | She has two.
He is 6 ft. tall. | She is not.
Prices rose 3.4 per cent. | Wages did not.
It cost $3.50 a piece. | Nobody paid.
It rose by approx. $5 million and fell by €3. | It hurt.
It fell. | $5 was lost.
It was in 2023. | The plan failed.
He scored 5. | The others scored 3.
On 7.7.2023 at 10.30 they met. | Nobody spoke.
1. First we met. | 2. Then we left.
1.1. Scope of the report
A. Option one. | B. Option two.
II. Results are shown.
He waited … and left.
He waited... | Then he left.
He waited… | Then he left.
Well . . . that is all. | Good.
“Why?” he asked. | Nobody knew.
“Why?” asked Hayashi. | Nobody knew.
“Why?” Hayashi asked. | Nobody knew.
“Why?” Foreign Minister Yoshimasa Hayashi asked. | Nobody knew.
“Why?” | Hayashi left and nobody said a word.
“Why?” | He asked nothing more.
“Well…” Hayashi said. | He paused.
“Stop!” | He ran.
"Stop!" she said. | "Now!"
'It is late.' | She left.
"It is late." | She left.
“I know,” she said. | “You don’t.”
She said, “It is over.” | Then she left.
He said “No. | Never.” and left.
He called it “a mistake”. | Nobody agreed.
(He left.) | She stayed.
He left (she did not). | They talked.
[He left.] | She stayed.
It fell.[1] | The next year it rose.[2][3] | Then it fell.
Visit www.example.com. | It is free.
Read https://example.com/a.html?b=1. | It is free.
Write to a.b@example.co.uk. | We answer.
"""
OTHERS = """
Am 3. Oktober 1990 war es so weit. | Alle kamen.
Im 20. Jahrhundert war das anders. | Im 21. auch.
Er sagte: „Ja.“ | Dann ging er.
„Kommst du?“, fragte er. | Sie nickte.
„Geh!“ | Er ging.
Das gilt z. B. für Berlin. | Der Rest ist offen.
Das gilt bzw. Berlin zahlt, d. h. Bonn nicht. | Gut.
Dr. Müller kam mit ca. 5 Mio. Euro. | Das war viel.
»Nein.« | Er schwieg.
« Oui. » | Il partit.
«\u00a0Oui.\u00a0» | Il partit.
« Quoi ? » demanda M. Macron. | Elle rit.
M. Le Pen parle. | Mme. Dupont écoute.
¿Qué pasa? | ¡Nada! | Vamos.
彼は来た。|彼女は帰った。
「はい。」と言った。|終わり。
本当？|そうです！|行こう。
価格は3.5倍になった。|驚いた。
北约放弃了计划。|日本感到失望。
他说：“好。” | 然后走了。
그는 떠났다. | 그녀는 남았다.
هل هذا صحيح؟ | نعم.
यह सच है। | वह गया।
"""


def lines(table: str) -> list[str]:
    return table.strip().split("\n")


def check(case: str, pieces: Pieces) -> None:
    text = case.replace(" | ", " ").replace("|", "")
    expected = [piece.strip(" ") for piece in case.split("|")]
    assert pieces(sentences, text) == expected


@pytest.mark.parametrize("case", lines(ENGLISH))
def test_english(case: str, pieces: Pieces) -> None:
    check(case, pieces)


@pytest.mark.parametrize("case", lines(ENGLISH))
def test_lines_wrapped_at_every_blank_are_the_same_sentences(case: str, pieces: Pieces) -> None:
    text = case.replace(" | ", " ").replace(" ", "\n")
    assert pieces(sentences, text) == [piece.strip(" ").replace(" ", "\n") for piece in case.split("|")]


@pytest.mark.parametrize("case", lines(OTHERS))
def test_other_languages(case: str, pieces: Pieces) -> None:
    check(case, pieces)


def test_straight_marks_count_as_typographic_ones_do(pieces: Pieces) -> None:
    straight = str.maketrans("“”‘’", "\"\"''")
    for case in lines(ENGLISH):
        check(case.translate(straight), pieces)


def test_a_small_letter_never_begins_a_sentence(pieces: Pieces) -> None:
    assert len(pieces(sentences, "The iPhone sold. iPhones are phones.")) == 1


def test_only_the_paragraph_is_looked_at(pieces: Pieces) -> None:
    text = "One. Two. Three. Four."
    assert [span.of(text) for span in sentences(text, Span(5, 16))] == ["Two.", "Three."]


@pytest.mark.parametrize(
    ("number", "counts"),
    [
        ("000", [17, 12]),
        ("001", [1, 1, 1, 2, 3, 3, 2, 4, 1, 1, 1, 1, 1, 1]),
        ("002", [3, 4, 6, 5]),
        ("003", [1, 5, 2, 3, 3, 1]),
        ("004", [1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1]),
    ],
)
def test_the_seeds(number: str, counts: list[int], mended: Callable[[str], str]) -> None:
    text = mended(number)
    paragraphs = [
        Span(start, start + len(line))
        for start, line in zip(
            [0, *(index + 1 for index, one in enumerate(text) if one == "\n")], text.split("\n"), strict=True
        )
        if line
    ]
    assert [len(sentences(text, paragraph)) for paragraph in paragraphs] == counts


@settings(max_examples=150)
@given(data=st.data())
def test_sentences_are_ordered_and_leave_nothing_out(
    data: st.DataObject, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left = start
    for span in sentences(text, Span(start, end)):
        assert left <= span.start < span.end <= end
        assert not text[left : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        left = span.end
    assert not text[left:end].strip()
