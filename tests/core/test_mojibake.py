"""Texts that were decoded wrongly are read as they were meant, and all others are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.display import JOINED, is_safe, shown, visible
from annotui.core.mojibake import repair

AS_GBK = "UTF-8 read as GBK"
AS_WINDOWS = "UTF-8 read as Windows-1252"

TEXTS = {
    "English": "He sent his “résumé”—again. The café’s naïve owner said: “No.” It cost £5 or €6 – 20°.",
    "French": "«\u00a0À Paris, l’État a décidé\u00a0», dit M. Lefèvre. « É », « À » : «CAFÉ», «LIBERTÉ» À\u00a0la carte. 5\u00a0€",
    "German": "„Größe“ und Äpfel, Öl: »Schön«. 5 € für Müller – ja. „TRÄ“, „MENÜ“, „CAFÉ“",
    "Spanish": "«Sí», dijo el señor Muñoz: «¿Qué pasó?» —preguntó— ESPAÑA. «CAFÉ», «BOGOTÁ»",
    "Portuguese": "A situação não é fácil: “Não há decisão”, disse. IRMÃ AMANHÃ. O pão e a maçã.",
    "Swedish": "”MILJÖ” och ”ÅR”, sade hon – ”rätt så”.",
    "Vietnamese": "Nhật Bản đang thảo luận về việc mở văn phòng. “Chưa có quyết định”, bộ trưởng nói. Đường phố ÂU",
    "Russian": "Япония обсуждает открытие офиса НАТО. «Решение ещё не принято», — сказал министр.",
    "Greek": "Η Ιαπωνία συζητά το γραφείο. «Δεν αποφασίστηκε», είπε ο υπουργός.",
    "Chinese": "北约已经放弃了在东京开设联络处的计划。日本和北约的合作不会因此停止。“我们会努力，”他说。",
    "traditional Chinese": "北約已經放棄了在東京開設聯絡處的計劃。他聽說這個消息以後，聽了很久。",
    "Japanese": "日本は東京にNATOの事務所を開く計画について話し合っている。外務大臣は「未定」と述べた。",
    "Korean": "일본은 도쿄에 나토 사무소를 여는 방안을 논의하고 있다. “아직”이라고 장관은 말했다.",
    "Chinese with English": "Nato在Tokyo的计划被放弃了。用X光和A路B路，聽A聽B。他说“No”，OK没问题。",
    "English with Chinese": "The word 猫 means cat, 聽 means to listen, and 路 is a road in Beijing (北京).",
    "English with a Chinese name": "Kweichow Moutai茅台 rose. Moutai茅台 fell again.",
    "English with accents before dashes": "“café”—he said “touché”—and left. “cliché”—no. “fiancé”—yes.",
    "names of letters": "Â and Ã are letters; so are É“ and Ö”.",
}


def as_gbk(text: str, errors: str = "ignore") -> str:
    return text.encode().decode("gbk", errors)


def as_windows(text: str) -> str:
    """As a browser decodes Windows-1252."""
    return re.sub(
        "[\x80-\x9f]",
        lambda found: found[0].encode("latin-1").decode("cp1252", "ignore") or found[0],
        text.encode().decode("latin-1"),
    )


def mended(text: str) -> tuple[str, str]:
    """What happened to a text, and how it is read."""
    repaired = repair(text)
    assert repaired is not None
    result = repaired.apply(text)
    assert len(result) == len(text)
    return repaired.kind, result.replace(JOINED, "")


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_that_is_whole_is_left_alone(language: str) -> None:
    assert repair(TEXTS[language]) is None


@pytest.mark.parametrize("language", TEXTS)
def test_utf_8_read_as_windows_1252_is_read_as_it_was_meant(language: str) -> None:
    text = TEXTS[language]
    if language == "English with a Chinese name":
        # Two characters are too few to tell from chance.
        text *= 2
    assert mended(as_windows(text)) == (AS_WINDOWS, text)
    assert mended(text.encode().decode("latin-1")) == (AS_WINDOWS, text)


@pytest.mark.parametrize("language", ["French", "Portuguese"])
def test_utf_8_read_as_gbk_is_read_as_it_was_meant(language: str) -> None:
    text = TEXTS[language]
    assert mended(as_gbk(text)) == (AS_GBK, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan’s “plan” – the allies’ plan", "Japan’s “plan” – the allies’ plan"),
        ("“Yes,” he said. “No.”\n“Yes,” she said.", "“Yes,” he said. “No.”\n“Yes,” she said."),
        ("“The workers’ rights are lost,” he said", "“The workers’ rights are lost,” he said"),
        ("für über schön Müller", "für über schön Müller"),
        ("It’s £5 or €6, 20° and 2019–2023", "It’s £5 or €6, 20° and 2019–2023"),
    ],
)
@pytest.mark.parametrize("errors", ["ignore", "replace"])
def test_marks_that_lost_a_byte_are_told_by_their_context(text: str, expected: str, errors: str) -> None:
    assert mended(as_gbk(text, errors)) == (AS_GBK, expected)


def test_the_seed_that_is_broken_reads_like_english(seed: Callable[[str], str]) -> None:
    text = seed("004")
    found = repair(text)
    assert found is not None
    assert (found.kind, len(found.places)) == (AS_GBK, 36)
    result = found.apply(text)
    assert not re.search("[\u2e80-\u9fff]", result)
    assert {character for character in result if not character.isascii()} == {*"‑–’“”"}
    assert len(result) == len(text)
    for expected in (
        "Japan’s hopes of cementing the alliance’s presence",
        "“Yes, there will be disappointment",
        "an office,” said Ryo Hinata-Yamaguchi",
        "dropped – at least for now",
        "Indo‑Pacific",
        "Japan – the United States’ most prominent",
        "along with other members’ desire",
        "“If – we push Nato",
        "into disarray”.",
    ):
        assert expected in result
    # Where the text is not broken it is the article's own.
    broken = {index for place in found.places for index in range(*place)}
    assert all(text[index] == result[index] for index in range(len(text)) if index not in broken)


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_the_other_seeds_are_left_alone(number: str, seed: Callable[[str], str]) -> None:
    assert repair(seed(number)) is None


def test_stretches_that_touch_are_one() -> None:
    found = repair(as_windows("Решение принято в Токио"))
    assert found is not None
    assert len(found.places) == 4
    assert all(one.end < other.start for one, other in zip(found.places, found.places[1:], strict=False))
    assert [text.rstrip(JOINED)[0] for text in found.texts] == ["Р", "п", "в", "Т"]


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u009b", "\u0085", "\u200b", JOINED, "\ufeff", "\u2028"]
)
@pytest.mark.parametrize("misread", [as_gbk, as_windows])
def test_a_repair_never_brings_back_what_acts_on_a_terminal(
    hidden: str, misread: Callable[[str], str]
) -> None:
    text = misread(
        f"Japan’s plan and “caf{hidden}é” {hidden} für{hidden}’s{hidden}{hidden} été" + " It’s Japan’s." * 9
    )
    found = repair(text)
    assert found is not None
    drawn = found.apply(shown(text))
    assert len(drawn) == len(text)
    assert is_safe(drawn.replace(JOINED, ""))
    assert hidden == JOINED or hidden not in drawn


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_the_text_what_is_drawn_is_safe_and_of_the_same_length(
    data: st.DataObject, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy)
    text = data.draw(
        st.sampled_from([text, as_gbk(text.encode(errors="ignore").decode()), "Japan鈥檚 " + text])
    )
    found = repair(text)
    if found is None:
        return
    drawn = found.apply(shown(text))
    assert len(drawn) == len(text) == len(found.apply(text))
    assert is_safe(drawn.replace(JOINED, "").replace("\n", ""))
    assert drawn.count("\n") == text.count("\n")
    assert visible(drawn.replace(JOINED, "")).count("␊") == text.count("\n")
    left = -1
    for place, repaired in zip(found.places, found.texts, strict=True):
        assert left < place.start < place.end <= len(text)
        assert len(repaired) == place.end - place.start
        assert repaired[0] != JOINED
        left = place.end
