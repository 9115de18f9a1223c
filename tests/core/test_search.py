"""Search: what is found in spite of case, accents and typography, and that its offsets are those of the text."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from itertools import islice, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotui.core.display import JOINED
from annotui.core.search import Folded, Query, find, find_iter, folded_texts, following
from annotui.core.span import Span


def found(text: str, wanted: str) -> list[str]:
    """What the matches say in the text."""
    return [span.of(text) for span in find(Folded(text), Query(wanted))]


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        # Case
        ("NATO, Nato and nato", "nAtO", ["NATO", "Nato", "nato"]),
        ("die Straße, die STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("STRASSE", "straße", ["STRASSE"]),
        ("Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "οδυσσευς", ["Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"]),
        ("İstanbul, Istanbul, ısparta, Isparta", "istanbul", ["İstanbul", "Istanbul"]),
        ("İstanbul, Istanbul, ısparta, Isparta", "Isparta", ["ısparta", "Isparta"]),
        # Accents, of one code point or of two
        ("a café, a cafe, a cafe\u0301, a CAFÉ.", "cafe", ["café", "cafe", "cafe\u0301", "CAFÉ"]),
        ("cafe", "café", ["cafe"]),
        ("cafe\u0301s", "cafés", ["cafe\u0301s"]),
        ("Łódź, Ørsted, Đakovo, Æther", "lodz", ["Łódź"]),
        ("Łódź, Ørsted, Đakovo, Æther", "orsted", ["Ørsted"]),
        ("Łódź, Ørsted, Đakovo, Æther", "AETHER", ["Æther"]),
        ("Việt Nam", "viet nam", ["Việt Nam"]),
        ("Артём", "артем", ["Артём"]),
        ("שָׁלוֹם", "שלום", ["שָׁלוֹם"]),
        ("وَقَالَ", "وقال", ["وَقَالَ"]),
        ("الأمن", "الامن", ["الأمن"]),
        # Quotation marks, dashes and dots
        (
            "Japan’s Japan‘s Japan′s Japanʼs Japan`s",
            "japan's",
            "Japan’s Japan‘s Japan′s Japanʼs Japan`s".split(),
        ),
        ("“so”, „so“, «so», ″so″, ‟so”", '"so"', ["“so”", "„so“", "«so»", "″so″", "‟so”"]),
        ('"so"', "“so”", ['"so"']),
        ("1–2 1—2 1−2 1‑2 1‐2 1‒2 1―2", "1-2", "1–2 1—2 1−2 1‑2 1‐2 1‒2 1―2".split()),
        ("so… and", "so...", ["so…"]),
        ("so...", "so…", ["so..."]),
        # Compatibility characters
        ("ﬁnance", "finance", ["ﬁnance"]),
        ("½", "1⁄2", ["½"]),
        ("ＮＡＴＯ１", "nato1", ["ＮＡＴＯ１"]),
        ("x²", "x2", ["x²"]),
        ("№ 5", "no 5", ["№ 5"]),
        # White space
        ("said that\nthe pact", "that the", ["that\nthe"]),
        ("said that \r\n\r\n  the pact", "that the", ["that \r\n\r\n  the"]),
        ("3\u00a0400 and 3\u202f400 and 3\t400", "3 400", ["3\u00a0400", "3\u202f400", "3\t400"]),
        ("a\u3000b\u2028c", "a b c", ["a\u3000b\u2028c"]),
        ("that the", "  that \n the\t", ["that the"]),
        ("a \u200b b", "a b", ["a \u200b b"]),
        ("that\u00a0 the", "thatthe", []),
        ("thatthe", "that the", []),
        # What has no width
        (f"Japan’{JOINED}{JOINED}s", "japan's", [f"Japan’{JOINED}{JOINED}s"]),
        ("co\xadope\u200bra\ufefftion", "cooperation", ["co\xadope\u200bra\ufefftion"]),
        ("cooperation", "co\xadoperation", ["cooperation"]),
        ("می\u200cخواهم", "میخواهم", ["می\u200cخواهم"]),
        ("❤\ufe0f", "❤", ["❤\ufe0f"]),
        ("1\ufe0f\u20e3", "1", ["1\ufe0f\u20e3"]),
        # No accents: vowel signs, voiced marks, syllables
        ("की के कु", "के", ["के"]),
        ("กิน กุน กน", "กุน", ["กุน"]),
        ("กิน กุน กน", "กน", ["กน"]),
        ("க\u0bc6\u0bbe", "கொ", ["க\u0bc6\u0bbe"]),
        ("かがカガ", "か", ["か"]),
        ("か\u3099", "か", []),
        ("か\u3099っこう", "がっこう", ["か\u3099っこう"]),
        ("ｶﾞｯｺｳ", "ガッコウ", ["ｶﾞｯｺｳ"]),
        ("ﾊﾟ", "ハ", []),
        ("㌀", "アパート", ["㌀"]),
        ("각", "가", []),
        ("가각", "가", ["가"]),
        ("\u1100\u1161\u11a8", "가", []),
        ("\u1100\u1161\u11a8 각", "각", ["\u1100\u1161\u11a8", "각"]),
        ("가\u11a8", "각", ["가\u11a8"]),
        ("각", "\u1100\u1161\u11a8", ["각"]),
        # As they are
        ("北约秘书长北约", "北约", ["北约", "北约"]),
        ("a.c abc", "a.c", ["a.c"]),
        ("a+b [x] (y) \\ ^", "[X] (y) \\ ^", ["[x] (y) \\ ^"]),
        ("¨ ΅", "¨", ["¨"]),
    ],
)
def test_what_is_found(text: str, wanted: str, expected: list[str]) -> None:
    assert found(text, wanted) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("aﬁb", "f", [Span(1, 2)]),
        ("aﬁb", "i", [Span(1, 2)]),
        ("aﬁb", "ib", [Span(1, 3)]),
        ("aﬁ\u0301b", "af", [Span(0, 3)]),
        # Two matches inside one code point, and two that would share one, are one.
        ("ﬀ", "f", [Span(0, 1)]),
        ("xﬀ", "xf", [Span(0, 2)]),
        ("fﬀ", "ff", [Span(0, 2)]),
        ("fﬀﬀ", "ff", [Span(0, 2), Span(2, 3)]),
        ("aaaaa", "aa", [Span(0, 2), Span(2, 4)]),
        # Marks belong to the character before them.
        ("\u0301a\u0301\u0302b\u0301", "a", [Span(1, 4)]),
        ("\u0301a\u0301\u0302b\u0301", "b", [Span(4, 6)]),
        (f"{JOINED}’{JOINED}{JOINED} ", "'", [Span(1, 4)]),
        ("e\u0301 \u0301 e", "e", [Span(0, 2), Span(5, 6)]),
        ("…\n\n…\n\nso", "so", [Span(6, 8)]),
        ("  so  so", "so", [Span(2, 4), Span(6, 8)]),
    ],
)
def test_matches_are_whole_code_points_with_the_marks_behind_them(
    text: str, wanted: str, expected: list[Span]
) -> None:
    assert find(Folded(text), Query(wanted)) == expected


@pytest.mark.parametrize("wanted", ["", " ", "\n\t\u00a0", "\u0301", f"{JOINED}\xad \u200b", "\ufe0f"])
def test_a_query_of_nothing_finds_nothing(wanted: str) -> None:
    query = Query(wanted)
    assert query.is_empty
    assert find(Folded(f"a {wanted} b"), query) == []


def test_a_query_of_something_is_not_empty() -> None:
    assert not Query(" . ").is_empty
    assert find(Folded(""), Query("a")) == []


def test_matches_are_worked_out_as_they_are_asked_for() -> None:
    folded = Folded("a…" * 100_000)
    assert list(islice(find_iter(folded, Query("a")), 2)) == [Span(0, 1), Span(2, 3)]


# Spacing accents: to Unicode, a blank with accents, which would be found wherever there is white space.
SPACING = {
    chr(code)
    for code in range(0xA0, 0x2100)
    if unicodedata.normalize("NFKD", chr(code)).startswith(" ") and not chr(code).isspace()
} | {"\u1fee", "\u1ffd"}


def test_all_ways_to_write_a_character_fold_to_the_same() -> None:
    for code in range(0x20000):
        character = chr(code)
        folded = Folded(character).text
        if character in SPACING:
            assert folded == ("'" if character == "´" else character)
            continue
        ways = {unicodedata.normalize("NFD", character), unicodedata.normalize("NFC", character)}
        for way in (ways | {character.upper(), character.lower(), folded}) - {character}:
            assert Folded(way).text == folded, f"U+{code:04X}"


# Characters that fold to none, one or several, and that join others.
KINDS = (
    "aAbéÉßﬁﬀf….’'-— \n\t\u00a0\u0301\u0302\xad\u200bかがカ\u3099\u309aｶﾞあ㌀가각\u1100\u1161\u11a8ᄋİıı½ﷺ´¨e"
    + JOINED
)
texts = st.text(st.sampled_from(KINDS), max_size=40) | st.text(max_size=40)
queries = st.text(st.sampled_from(KINDS), min_size=1, max_size=3)

Piece = tuple[str, int, int]


def slowly_folded(text: str) -> list[Piece]:
    """Character by character: each piece of the folded text, and the stretch of the text that it stands for."""
    pieces: list[Piece] = []
    for offset, character in enumerate(text):
        folded = Folded(character).text
        last, start, end = pieces[-1] if pieces else ("", 0, 0)
        if folded and belongs_to(last, text[start:end], folded):
            pieces[-1] = (unicodedata.normalize("NFC", last + folded), start, offset + 1)
        else:
            pieces.append((folded, offset, offset + 1))
    kept: list[Piece] = []
    for folded, start, end in pieces:
        last = kept[-1][0] if kept else ""
        if not folded or folded == last == " ":
            if kept:
                kept[-1] = (last, kept[-1][1], end)
        else:
            kept.append((folded, start, end))
    return kept


def belongs_to(last: str, written: str, folded: str) -> bool:
    """Whether a voiced mark or the next letter of a syllable goes with the piece before it."""
    if len(last) != 1:
        return False
    if folded in ("\u3099", "\u309a"):
        return "\u3041" <= last <= "\u30fe" and len(written) == 1
    if "\u1161" <= folded <= "\u1175":
        return "\u1100" <= last <= "\u1112"
    return "\u11a8" <= folded <= "\u11c2" and "가" <= last <= "힣" and len(written) <= 2


def slowly_found(text: str, wanted: str) -> list[Span]:
    pieces = slowly_folded(text)
    folded = [(character, start, end) for piece, start, end in pieces for character in piece]
    looked_for = "".join(piece for piece, _, _ in slowly_folded(wanted)).strip(" ")
    spans: list[Span] = []
    for index in range(len(folded) - len(looked_for) + 1 if looked_for else 0):
        match = folded[index : index + len(looked_for)]
        span = Span(match[0][1], match[-1][2])
        if "".join(character for character, _, _ in match) == looked_for and (
            not spans or spans[-1].end <= span.start
        ):
            spans.append(span)
    return spans


@given(texts)
def test_a_text_folds_as_its_characters_do(text: str) -> None:
    assert Folded(text).text == "".join(piece for piece, _, _ in slowly_folded(text))


@given(texts)
def test_many_different_characters_fold_as_few_do(text: str) -> None:
    many = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸŠŽĀĂĄĆĈĊČĎĒĔĖĘĚĜĞĠĢĤĨĪĬĮ"
    assert Folded(f"{many} {text}").text == f"{Folded(many).text}{Folded(f'! {text}').text[1:]}"


@given(st.lists(texts))
def test_texts_fold_together_as_each_does_alone(several: list[str]) -> None:
    assert folded_texts(several) == [Folded(text.replace("\0", " ")).text for text in several]


def test_texts_are_told_apart_whatever_they_hold() -> None:
    assert folded_texts(["a\0b", "", " か", "\u3099 b", "ﬀ\u0301", "\u0301c"]) == (
        ["a b", "", " か", "\u3099 b", "ff", "c"]
    )
    assert folded_texts([]) == []


@given(texts, queries)
def test_matches_are_those_of_a_search_character_by_character(text: str, wanted: str) -> None:
    assert find(Folded(text), Query(wanted)) == slowly_found(text, wanted)


@given(texts, texts | queries)
def test_matches_lie_in_the_text_in_order_without_overlapping(text: str, wanted: str) -> None:
    spans = find(Folded(text), Query(wanted))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= next_.start for one, next_ in pairwise(spans))


@given(texts, st.data())
def test_a_stretch_of_the_text_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    pieces = [piece for piece in slowly_folded(text) if piece[0] != " "]
    assume(pieces)
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    stretch = Span(pieces[first][1], pieces[last][2])
    matches = find(Folded(text), Query(stretch.of(text)))
    # Unless an earlier match reaches into it.
    assert stretch in matches or any(match.start < stretch.start < match.end for match in matches)


@pytest.mark.parametrize(
    ("offset", "step", "expected"),
    [
        (0, 1, (0, False)),
        (2, 1, (1, False)),
        (3, 1, (1, False)),
        (8, 1, (2, False)),
        (9, 1, (0, True)),
        (9, -1, (1, False)),
        (5, -1, (0, False)),
        (3, -1, (0, False)),
        (2, -1, (2, True)),
        (0, -1, (2, True)),
        (99, -1, (2, False)),
    ],
)
def test_the_match_to_go_to(offset: int, step: int, expected: tuple[int, bool]) -> None:
    assert following([Span(2, 4), Span(5, 6), Span(9, 12)], offset, step) == expected


@pytest.mark.parametrize("step", [1, -1])
def test_there_is_no_match_to_go_to(step: int) -> None:
    assert following([], 3, step) is None


@pytest.mark.parametrize("step", [1, -1])
def test_the_only_match_comes_round_again(step: int) -> None:
    assert following([Span(2, 4)], 2, step) == (0, True)


# Linear work takes 8 times as long, quadratic 64 times; machines are noisy.
SMALL, LARGE, MOST = 40_000, 320_000, 30


def ratio(work: Callable[[int], object]) -> float:
    """How many times the work grows from a small text to one eight times as long, in CPU time."""

    def cost(size: int) -> float:
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            work(size)
            best = min(best, time.process_time() - start)
        return best

    # What is over in no time is no measure.
    return cost(LARGE) / max(cost(SMALL), 0.002)


def test_the_measure_catches_what_is_quadratic() -> None:
    assert ratio(lambda size: [sum(range(size // 100)) for _ in range(size // 100)]) > MOST


# What a text is full of, and what is looked for in it.
HARD: dict[str, tuple[str, str]] = {
    "typography": ("“It’s so — or not…” he said.\n\n", "he"),
    "typography and white space": ("“It’s so — or not…” he said.\n\n", "said. it"),
    "accents": ("e\u0301", "e"),
    "nothing but accents": ("\u0301", "a"),
    "white space": ("\t  ", "a b"),
    "white space without width": (" \u200b", "b"),
    "ligatures": ("ﬀ", "f"),
    "a repeated word": ("aaaa ", "a a a a a"),
    "a long phrase that fails at its end": ("aaaa ", "aaaa " * 1000 + "b"),
    "a long phrase over lines": ("a \n", "a " * 1000 + "b"),
    "a long word that fails at its end": ("a", "a" * 1000 + "b"),
    "voiced marks": ("か\u3099", "か"),
    "syllables in parts": ("\u1100\u1161", "각"),
}


@pytest.mark.parametrize("name", HARD)
def test_no_text_takes_much_longer_than_its_length_says(name: str) -> None:
    piece, wanted = HARD[name]
    query = Query(wanted)
    assert ratio(lambda size: find(Folded("a" + piece * (size // len(piece)) + "b"), query)) < MOST


@pytest.mark.parametrize("piece", ["a", "a ", "ab"])
def test_no_query_takes_much_longer_than_its_length_says(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        find(Folded(text), Query(text[size // 2 :] + "!"))

    assert ratio(work) < MOST
