"""An article's text is its bytes decoded, nothing else, and its encoding says how."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.corpus.article import read
from annotui.corpus.decode import NotText, decode
from annotui.corpus.scan import scan

NEWS = {
    "cp1252 English": "The mayor’s office said that 3,400 homes were “without power” – the worst in a decade.",
    "cp1252 French": "La décision n’était pas encore prise, « malgré l’urgence », a déclaré le président.",
    "cp1252 German": "Der Bürgermeister sagte, dass „über 3400 Häuser“ ohne Strom seien – so viele wie nie.",
    "cp1252 Spanish": "La votación se celebrará mañana: «No habrá más prórrogas», señaló el presidente.",
    "cp1252 Italian": "Il ministro ha detto lunedì che la città è però tranquilla, «malgrado l’urgenza».",
    "iso8859_15 French": "La main d'œuvre coûte 40 € de plus à l'été, a déclaré le ministre de l'économie.",
    "iso8859_2 Polish": "Według źródeł zbliżonych do rządu rozmowy będą kontynuowane, a następne w środę.",
    "cp1250 Polish": "Minister oświadczył, że „decyzja jeszcze nie zapadła”, choć rozmowy będą trwać.",
    "cp1250 Czech": "Ministr zahraničí v pondělí prohlásil, že rozhodnutí ještě nepadlo ani ve středu.",
    "cp1251 Russian": "Министр заявил в понедельник, что «решение ещё не принято», сообщает агентство.",
    "koi8_r Russian": "Министр заявил в понедельник, что решение пока не принято, сообщает агентство.",
    "cp1254 Turkish": "Dışişleri Bakanı pazartesi günü yaptığı açıklamada kararın henüz alınmadığını söyledi.",
    "cp932 Japanese": "NATO事務総長は12日、東京の事務所について「まだ決まっていない」とBBCに語った。",
    "euc_jp Japanese": "外務大臣は月曜日、決定はまだ下されていないと述べた。協議は水曜日も続く。",
    "gbk Chinese": "外交部长周一表示，目前尚未作出决定。会谈将继续进行，下一次会议将于周三举行。",
    "big5 Chinese": "外交部長週一表示，目前尚未作出決定。會談將繼續進行，下一次會議將於週三舉行。",
    "euc_kr Korean": "외교부 장관은 월요일 아직 결정이 내려지지 않았다고 밝혔다. 회의는 수요일에 열린다.",
}


def as_open_reads(path: Path, encoding: str) -> str:
    with open(path, encoding=encoding, newline="") as file:
        return file.read()


@pytest.mark.parametrize("times", [1, 40])
@pytest.mark.parametrize("case", NEWS)
def test_news_in_an_old_encoding_reads_as_it_was_written(case: str, times: int) -> None:
    text = "\r\n".join([NEWS[case]] * times)
    assert decode(text.encode(case.split()[0]))[0] == text


@pytest.mark.parametrize(
    ("mark", "written", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
def test_a_byte_order_mark_is_not_part_of_the_text(
    tmp_path: Path, mark: bytes, written: str, encoding: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + "“Yes”, 日本\r\n".encode(written))
    assert decode(path.read_bytes()) == ("“Yes”, 日本\r\n", encoding)
    assert as_open_reads(path, encoding) == "“Yes”, 日本\r\n"


def test_a_mark_further_on_is_text() -> None:
    assert decode("a\ufeffb".encode()) == ("a\ufeffb", "utf-8")
    assert decode("\ufeff\ufeffb".encode()) == ("\ufeffb", "utf-8-sig")


@pytest.mark.parametrize("text", ["a\r\nb\rc\n\rd", "\x1b[2J\x0c\x85\u2028", "nothing but ASCII", "é"])
def test_nothing_in_utf_8_is_translated(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\0b", "it is not text: there are NUL bytes in it"),
        ("a\0b".encode("utf-16"), "it is not text: there are NULs in it"),
        (b"\xef\xbb\xbfok\xff", "it begins as utf-8-sig but breaks its rules at byte 5"),
        (b"\xff\xfea", "it begins as utf-16 but breaks its rules at byte 2"),
        ("déjà vu, à côté".encode() + b"\xe2\x80", "it is UTF-8 but breaks its rules at byte 20"),
        (bytes(range(1, 256)), "it is not text in any encoding known to annotui"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 9, "it is not text in any encoding known to annotui"),
    ],
)
def test_what_is_not_text_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(NotText) as error:
        decode(data)
    assert str(error.value) == reason


PIECES = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda mark, text, name: mark + text.encode(name, "ignore"),
        st.sampled_from(
            [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE]
        ),
        st.one_of(st.text(), st.text("aé“—łжąñ日本のです中文한국\r\n ", min_size=1)),
        st.sampled_from(
            ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", *(case.split()[0] for case in NEWS)]
        ),
    ),
)


@given(data=PIECES)
def test_open_with_the_encoding_reads_the_same_text(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    try:
        text, encoding = decode(data)
    except NotText:
        return
    path = tmp_path_factory.getbasetemp() / "piece.txt"
    path.write_bytes(data)
    assert as_open_reads(path, encoding) == text


@pytest.mark.parametrize("case", NEWS)
def test_long_files_read_the_same_in_pieces(tmp_path: Path, case: str) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes((NEWS[case] * 400).encode(case.split()[0]))
    text, encoding = decode(path.read_bytes())
    assert as_open_reads(path, encoding) == text


def test_the_detector_is_imported_for_files_that_need_it_only() -> None:
    code = "import sys; from annotui.corpus.decode import decode; decode({}); print('charset_normalizer' in sys.modules)"

    def imported(data: bytes) -> str:
        command = [sys.executable, "-c", code.format(repr(data))]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert imported("“Yes”".encode()) == "False"
    assert imported("“Yes”, said the mayor.".encode("cp1252")) == "True"


def test_the_seeds_are_utf_8_and_end_where_open_says(seeds: Path) -> None:
    articles = [read(entry) for entry in scan(seeds).entries]
    assert {article.encoding for article in articles} == {"utf-8"}
    for article, entry in zip(articles, scan(seeds).entries, strict=True):
        assert article.text == as_open_reads(entry.path, "utf-8")
    assert "Japan鈥檚" in articles[4].text
