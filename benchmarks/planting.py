"""Plants edited copies of passages into texts, and says where: a corpus for `matching.py` to find them in.

    python benchmarks/planting.py FOLDER OUT [--each 24] [--seed 1]

Reads the `.txt` files of a folder, or a `.jsonl` of articles (`id`, `text`), and writes `OUT/articles.jsonl` and `OUT/gold.jsonl`. The
same texts and the same seed make the same corpus, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import asdict, dataclass
from pathlib import Path

EDITED = ("0", "5", "10", "20", "30", "40")
"""Kinds of copies, by the per cent of their words that are edited: another word in place of one, one put in, left out, two swapped."""

KINDS = (*EDITED, "reorder", "infile", "noisy")
"""`reorder`: its thirds in another order; `infile`: at the end of the same text; both with 5 % edited. `noisy`: letters misread."""

LENGTHS = (25, 50, 100)
"""Words of a copied passage."""

_NOISE = 0.05
_MISREAD = {
    "rn": "m",
    "m": "rn",
    "h": "b",
    "e": "c",
    "l": "1",
    "I": "l",
    "o": "0",
    "cl": "d",
    "u": "n",
    "t": "f",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A copy and what it was made of; offsets are code points."""

    kind: str
    words: int
    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int


def plant(
    articles: dict[str, str], each: int, seed: int, kinds: tuple[str, ...] = KINDS
) -> tuple[dict[str, str], list[Planted]]:
    """Plant copies, each into a text of its own that no passage is taken from.

    Args:
        articles: texts by id.
        each: copies of each kind; fewer where there are too few texts.
        seed: what is drawn depends on it.
        kinds: some of `KINDS`.
    """
    chance = random.Random(seed)
    long_enough = sorted(one for one, text in articles.items() if len(text.split()) > 2 * max(LENGTHS))
    chance.shuffle(long_enough)
    vocabulary = [word for one in long_enough for word in articles[one].split()]
    texts = dict(articles)
    planted: list[Planted] = []
    for number in range(each):
        for kind in kinds:
            if len(long_enough) < 2:
                return texts, planted
            one = long_enough.pop()
            other = one if kind == "infile" else long_enough.pop()
            count = LENGTHS[number % len(LENGTHS)]
            start, end = _passage(texts[one], count, chance)
            copy = edited(texts[one][start:end], kind, vocabulary, chance)
            place = len(texts[other]) if kind == "infile" else _place(texts[other], chance)
            before, behind = ("\n", "") if kind == "infile" else (" ", " ")
            text = texts[other]
            texts[other] = text[:place].rstrip() + before + copy + behind + text[place:].lstrip()
            begin = len(text[:place].rstrip() + before)
            planted.append(Planted(kind, count, one, start, end, other, begin, begin + len(copy)))
    return texts, planted


def _passage(text: str, count: int, chance: random.Random) -> tuple[int, int]:
    words = list(re.finditer(r"\S+", text))
    first = chance.randrange(len(words) - count)
    return words[first].start(), words[first + count - 1].end()


def _place(text: str, chance: random.Random) -> int:
    """Behind the end of a sentence, if there is one."""
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)", text)]
    return chance.choice(ends) if ends else len(text)


def edited(passage: str, kind: str, vocabulary: list[str], chance: random.Random) -> str:
    """A copy of a passage.

    Args:
        passage: its text.
        kind: one of `KINDS`.
        vocabulary: where other words are taken from, each as often as it is used.
        chance: where to draw.
    """
    if kind == "noisy":
        return _misread(passage, chance)
    words = passage.split()
    if kind == "reorder":
        third = len(words) // 3
        words = words[third:] + words[:third]
    share = int(kind) / 100 if kind.isdigit() else 0.05
    copy: list[str] = []
    while words:
        word = words.pop(0)
        edit = chance.choice(("other", "other", "more", "less", "swap")) if chance.random() < share else ""
        if edit == "swap" and words:
            copy.append(words.pop(0))
        if edit in ("other", "more"):
            copy.append(chance.choice(vocabulary))
        if edit in ("", "more", "swap"):
            copy.append(word)
    return " ".join(copy) if share else passage


def _misread(passage: str, chance: random.Random) -> str:
    pieces: list[str] = []
    index = 0
    while index < len(passage):
        one = passage[index]
        if chance.random() < _NOISE and not one.isspace():
            pair = passage[index : index + 2]
            one = pair if pair in _MISREAD else one
            pieces.append(_MISREAD.get(one) or chance.choice("abcdefghiklmnorstuvw.,"))
        else:
            pieces.append(one)
        index += len(one)
    return "".join(pieces)


def read(path: Path) -> dict[str, str]:
    """The articles of a folder of `.txt` files, or of a `.jsonl`, by id."""
    if path.is_dir() and (path / "articles.jsonl").exists():
        path = path / "articles.jsonl"
    if path.is_dir():
        files = sorted(path.rglob("*.txt"))
        return {
            one.relative_to(path).as_posix(): one.read_bytes().decode("utf-8", "replace") for one in files
        }
    articles: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        article = json.loads(line)
        articles[str(article.get("id", number))] = article["text"]
    return articles


def main() -> None:
    """Write a corpus with planted copies."""
    parser = argparse.ArgumentParser(description="Plant edited copies of passages into texts.")
    parser.add_argument("folder", type=Path, help="of .txt files, or a .jsonl of articles")
    parser.add_argument("out", type=Path, help="where articles.jsonl and gold.jsonl are written")
    parser.add_argument("--each", type=int, default=24, help="copies of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts, planted = plant(read(options.folder), options.each, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": one, "text": text}, ensure_ascii=False) for one, text in texts.items()]
    (options.out / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in planted]
    (options.out / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(texts)} articles, {len(planted)} planted copies")


if __name__ == "__main__":
    main()
