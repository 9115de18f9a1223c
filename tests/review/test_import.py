"""What an import takes in, where it puts it, and what it leaves as it is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trying import examples

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.corpus import article as articles
from annotui.corpus.article import Article, read
from annotui.corpus.scan import Entry, scan
from annotui.formats import jsonl
from annotui.formats.record import Record
from annotui.review import import_articles
from annotui.review.export import records
from annotui.review.intake import Intake
from annotui.store.changes import Put, Remove
from annotui.store.record import DERIVED, KEYS
from annotui.store.store import Store, StoreError

STORM = "The storm left 3,400 homes dark, the mayor said.\r\n“We were lucky,” she added. The storm passed.\n"
Take = Callable[..., tuple[Intake, list[str]]]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_bytes(STORM.encode())
    (folder / "b.txt").write_bytes(b"Power cut hits the harbour.")
    return folder


@pytest.fixture
def store(corpus: Path) -> Iterator[Store]:
    opened = Store.open(corpus, reviewer="desk9")
    yield opened
    opened.close()


@pytest.fixture
def take(store: Store, corpus: Path) -> Take:
    """Imports lines; returns the import, and what was refused as `line: reason`."""

    def one(*lines: dict[str, object]) -> tuple[Intake, list[str]]:
        data = "\n".join(json.dumps(line) for line in lines).encode()
        intake = Intake(store, scan(corpus, may_be_empty=True))
        refused = [f"{line.line}: {line.reason}" for line in intake.take(jsonl.read(io.BytesIO(data)))]
        intake.settle()
        return intake, refused

    return one


def line(words: str = "3,400 homes", whole: str = STORM, **keys: object) -> dict[str, object]:
    """As annotui exports the first place of some words in a.txt."""
    start = whole.index(words)
    end = start + len(words)
    known: dict[str, object] = {
        "id": "1",
        "article": "news/a.txt",
        "sha256": sha256(whole.encode()).hexdigest(),
        "encoding": "utf-8",
        "start": start,
        "end": end,
        "text": words,
        "label": "claim",
        "note": "",
        "reviewer": "desk1",
        "group": None,
        "source": {"kind": "manual"},
        "prefix": whole[max(0, start - 32) : start],
        "suffix": whole[end : end + 32],
        "created": "2026-11-22T10:00:00.000Z",
        "updated": "2026-11-22T10:00:00.000Z",
        "status": "ok",
        "score": None,
        "schema": 1,
    }
    return known | keys


def without(fields: dict[str, object], *keys: str) -> dict[str, object]:
    return {key: value for key, value in fields.items() if key not in keys}


def exported(store: Store, corpus: Path) -> list[dict[str, object]]:
    return [json.loads(one) for one in jsonl.write(records(store, scan(corpus, may_be_empty=True)))]


def counts(intake: Intake) -> tuple[int, int, int]:
    return intake.imported, intake.present, intake.refused


def test_a_line_comes_out_as_it_went_in(take: Take, store: Store, corpus: Path) -> None:
    one = line(
        note="who\nsays so?",
        group="g",
        source={"kind": "propagated", "from": "0"},
        updated="2026-11-23T10:00:00.000Z",
        zeal=[1.0, {"deep": None}],
        alpha="x",
    )
    intake, refused = take(one)
    assert (counts(intake), refused) == ((1, 0, 0), [])
    assert exported(store, corpus) == [one]
    assert next(iter(exported(store, corpus)[0].items())) == ("id", "1")


def test_what_is_missing_is_worked_out(take: Take, store: Store, corpus: Path) -> None:
    intake, _ = take(
        {"article": "news/a.txt", "start": 15, "end": 26, "text": "3,400 homes", "label": "my own"}
    )
    assert counts(intake) == (1, 0, 0)
    (found,) = exported(store, corpus)
    assert without(found, "id", "created", "updated") == without(
        line(label="my own", reviewer="desk9", source={"kind": "import"}), "id", "created", "updated"
    )
    assert str(found["id"])[14] == "7"
    assert found["created"] == found["updated"]
    assert str(found["created"]).endswith("Z")


def test_a_renamed_article_is_known_by_its_hash(take: Take, store: Store, corpus: Path) -> None:
    (corpus / "a.txt").rename(corpus / "moved.txt")
    intake, _ = take(
        line(), line("lucky", id="2", article="elsewhere/x.txt"), without(line(id="3"), "article")
    )
    assert counts(intake) == (3, 0, 0)
    assert {(one["article"], one["status"]) for one in exported(store, corpus)} == {("news/moved.txt", "ok")}


def test_a_hash_that_two_articles_have_places_nothing(take: Take, corpus: Path) -> None:
    (corpus / "a.txt").rename(corpus / "c.txt")
    (corpus / "d.txt").write_bytes(STORM.encode())
    _, refused = take(line(), without(line(), "article"))
    assert refused == [
        "1: there is no article news/a.txt here, and 2 have its hash",
        "2: of the articles here 2 have its hash",
    ]


def test_where_names_were_exchanged_the_hash_says_which_is_meant(
    take: Take, store: Store, corpus: Path
) -> None:
    (corpus / "a.txt").rename(corpus / "c.txt")
    (corpus / "b.txt").rename(corpus / "a.txt")
    take(line())
    assert [one["article"] for one in exported(store, corpus)] == ["news/c.txt"]


def test_an_unknown_article_is_refused(take: Take, store: Store, corpus: Path) -> None:
    intake, refused = take(
        line(article="news/z.txt", sha256="0" * 64),
        without(line(article="news/z.txt"), "sha256"),
        without(line(sha256="0" * 64), "article"),
        line(article="other/a.txt", sha256="0" * 64, status="orphan"),
    )
    assert refused == [
        "1: there is no article news/z.txt here, and none has its hash",
        "2: there is no article news/z.txt here",
        "3: of the articles here none has its hash",
        "4: there is no article other/a.txt here, and none has its hash",
    ]
    assert counts(intake) == (0, 0, 4)
    assert exported(store, corpus) == []
    assert not (corpus.parent / "annotations").exists()


def test_an_article_that_cannot_be_read_is_said(take: Take, corpus: Path) -> None:
    (corpus / "a.txt").write_bytes(b"\0")
    _, refused = take(line())
    assert refused == ["1: its article news/a.txt cannot be read: it is not text: there are NUL bytes in it"]


@pytest.mark.parametrize("missing", ["sha256", ""])
def test_words_that_do_not_stand_there_are_refused(take: Take, missing: str) -> None:
    _, refused = take(without(line(start=16, end=27), missing))
    assert refused == ["1: its text is not what stands there in news/a.txt"]


def test_words_of_an_edited_article_are_found_again(take: Take, store: Store, corpus: Path) -> None:
    edited = f"A line more.\n{STORM}"
    (corpus / "a.txt").write_bytes(edited.encode())
    intake, _ = take(line(), line("The storm", id="2"))
    assert counts(intake) == (2, 0, 0)
    expected = [line("The storm", edited, id="2"), line("3,400 homes", edited)]
    assert exported(store, corpus) == expected


def test_words_that_an_edit_removed_are_refused(take: Take, corpus: Path) -> None:
    (corpus / "a.txt").write_text("Something else.")
    _, refused = take(line())
    assert refused == ["1: news/a.txt was edited, and where its text stands now cannot be told"]


def test_nothing_is_guessed_where_nothing_tells_two_places_apart(take: Take, corpus: Path) -> None:
    (corpus / "a.txt").write_text(f"{STORM} And on.")
    bare = without(line("The storm"), "prefix", "suffix")
    once = without(line("lucky", id="2"), "prefix", "suffix")
    _, refused = take(bare, once)
    assert refused == ["1: news/a.txt was edited, and where its text stands now cannot be told"]


def test_a_line_that_is_there_already_is_skipped(take: Take, store: Store, corpus: Path) -> None:
    lines = [line(), line("lucky", id="2", note="x", zeal=1), without(line("dark"), "id", "created")]
    assert counts(take(*lines)[0]) == (3, 0, 0)
    before = exported(store, corpus)
    assert counts(take(*lines)[0]) == (0, 3, 0)
    assert counts(take(*before)[0]) == (0, 3, 0)
    assert exported(store, corpus) == before


def test_the_same_line_twice_is_taken_once(take: Take) -> None:
    bare = without(line("lucky"), "id")
    assert counts(take(line(), line(), bare, bare)[0]) == (2, 2, 0)


def test_without_an_id_another_note_is_another_annotation(take: Take, store: Store, corpus: Path) -> None:
    bare = without(line(), "id")
    assert counts(take(bare, bare | {"note": "x"}, bare | {"reviewer": "desk2"})[0]) == (3, 0, 0)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"label": "error"}, "label"),
        ({"note": "x", "reviewer": "desk2"}, "note, reviewer"),
        ({"zeal": 1}, "zeal"),
        ({"source": {"kind": "manual", "kept": True}}, "source"),
        ({"article": "news/z.txt", "sha256": "0" * 64}, "article, sha256"),
    ],
)
def test_a_line_that_differs_from_what_is_there_is_refused(
    take: Take, store: Store, corpus: Path, keys: dict[str, object], said: str
) -> None:
    expected = f"the annotation 1 is there already and differs: {said}"
    assert take(line(), line() | keys)[1] == [f"2: {expected}"]
    assert take(line() | keys)[1] == [f"1: {expected}"]
    assert exported(store, corpus) == [line()]


def test_one_and_true_are_not_the_same(take: Take) -> None:
    assert take(line(zeal=1), line(zeal=True), line(zeal=1.0))[1] == [
        "2: the annotation 1 is there already and differs: zeal",
        "3: the annotation 1 is there already and differs: zeal",
    ]


def test_keys_that_a_line_does_not_have_do_not_differ(take: Take) -> None:
    take(line(note="x"))
    assert counts(take(without(line(), "note", "sha256", "prefix", "created"))[0]) == (0, 1, 0)


def test_an_export_from_before_an_edit_is_there_already(take: Take, store: Store, corpus: Path) -> None:
    take(line(), line("lucky", id="2"))
    (corpus / "a.txt").write_bytes(f"A line more.\n{STORM.replace('lucky', 'happy')}".encode())
    assert [one["status"] for one in exported(store, corpus)] == ["moved", "orphan"]
    assert counts(take(line(), line("lucky", id="2"))[0]) == (0, 2, 0)
    assert counts(take(*exported(store, corpus))[0]) == (0, 2, 0)


def test_what_was_removed_may_be_imported_again(take: Take, store: Store, corpus: Path) -> None:
    take(line())
    store.commit([Remove(store.annotations("news/a.txt")[0])])
    assert counts(take(line())[0]) == (1, 0, 0)
    assert exported(store, corpus) == [line()]


def test_an_orphan_is_kept_as_it_is(take: Take, store: Store, corpus: Path) -> None:
    gone = line(article="news/gone.txt", sha256="1" * 64, status="orphan")
    here = line("lucky", id="2", whole="words: lucky", status="orphan")
    intake, _ = take(gone, here)
    assert counts(intake) == (2, 0, 0)
    now = sha256(STORM.encode()).hexdigest()
    assert exported(store, corpus) == [here | {"sha256": now}, gone]
    assert counts(take(*exported(store, corpus))[0]) == (0, 2, 0)


def test_an_orphan_is_none_any_more_when_its_article_is_back(take: Take, store: Store, corpus: Path) -> None:
    (corpus / "a.txt").unlink()
    take(line(status="orphan"))
    (corpus / "a.txt").write_bytes(STORM.encode())
    assert exported(store, corpus) == [line()]


def test_an_orphan_does_not_become_whole_by_chance(take: Take, store: Store, corpus: Path) -> None:
    """Its words stand at its last place, but in other surroundings; its hash is that of the article after the edit."""
    lost = line("The storm", prefix="x" * 32, suffix="y" * 32, status="orphan")
    take(lost)
    assert exported(store, corpus) == [lost]


def test_one_that_cannot_be_kept_does_not_take_others_with_it(
    take: Take, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = store.commit

    def picky(changes: list[Put]) -> object:
        if any(one.annotation.id == "2" for one in changes):
            raise StoreError("this cannot be saved: it is too odd")
        return commit(changes)

    monkeypatch.setattr(store, "commit", picky)
    intake, refused = take(line(), line("lucky", id="2"), line("dark", id="3"))
    assert refused == ["2: this cannot be saved: it is too odd"]
    assert counts(intake) == (2, 0, 1)


def test_a_thousand_are_one_line_of_the_log(take: Take, corpus: Path) -> None:
    take(*(line(id=str(number)) for number in range(2500)))
    (log,) = (corpus.parent / "annotations" / "log").iterdir()
    assert log.read_bytes().count(b"\n") == 3


def test_each_article_is_read_once(take: Take, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(entry: Entry) -> Article:
        asked.append(entry.id)
        return articles.read(entry)

    monkeypatch.setattr(import_articles, "read", counting)
    other = line("Power", "Power cut hits the harbour.", article="news/b.txt", id="b")
    take(line(), other, line("lucky", id="2"), other | {"id": "c"}, line("dark", id="3"))
    assert asked == ["news/a.txt", "news/b.txt"]


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from('\x00\n\r\t\x1b\x7f\x85\u2028\u202e"\\ü🙂')
    ),
    max_size=8,
)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(1 << 63), (1 << 64) - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=4,
)
LONG = f"{STORM}\t日本 🙂\u2028\u202e{STORM}"


@st.composite
def tags(draw: st.DrawFn) -> Annotation:
    """One that stands in the text, has moved in it, or is an orphan for one of many reasons."""
    start = draw(st.integers(0, len(LONG) - 1))
    span = Span(start, draw(st.integers(start + 1, min(len(LONG), start + 50))))
    around = draw(
        st.sampled_from(
            [(LONG[max(0, start - 32) : start], LONG[span.end : span.end + 32]), ("", ""), ("x", "y")]
        )
    )
    return Annotation(
        id=draw(st.uuids().map(str)),
        article=draw(st.sampled_from(["news/long.txt", "news/long.txt", "news/gone.txt"])),
        sha256=draw(st.sampled_from([sha256(LONG.encode()).hexdigest(), "0" * 64, ""])),
        encoding="utf-8",
        span=span,
        text=draw(st.sampled_from([span.of(LONG), span.of(LONG), "z" * (span.end - span.start)])),
        label=draw(TEXT.filter(bool)),
        reviewer=draw(TEXT),
        created=draw(TEXT),
        updated=draw(TEXT),
        note=draw(TEXT),
        group=draw(st.none() | TEXT),
        source=draw(st.dictionaries(TEXT, VALUES, max_size=2)),
        prefix=around[0],
        suffix=around[1],
        extra=draw(
            st.dictionaries(TEXT.filter(lambda key: key not in (*KEYS, *DERIVED)), VALUES, max_size=2)
        ),
    )


@examples(20, long=60)
@given(kept=st.lists(tags(), max_size=6, unique_by=lambda one: one.id))
def test_into_an_empty_store_an_export_is_the_identity(kept: list[Annotation]) -> None:
    """But for those that moved: they stand in the export where they are now, and are in place from then on."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "news"
        folder.mkdir()
        (folder / "long.txt").write_bytes(LONG.encode())
        corpus = scan(folder)
        first = Store.open(folder, reviewer="a", annotations=Path(place) / "first")
        first.commit([Put(one) for one in kept])
        found = list(records(first, corpus))
        first.close()
        assert len(found) == len(kept)
        second = Store.open(folder, reviewer="b", annotations=Path(place) / "second")
        intake = Intake(second, corpus)
        data = b"".join(jsonl.write(found))
        assert list(intake.take(jsonl.read(io.BytesIO(data)))) == []
        intake.settle()
        settled = (Record(one.annotation, "orphan" if one.status == "orphan" else "ok") for one in found)
        assert b"".join(jsonl.write(records(second, corpus))) == b"".join(jsonl.write(settled))
        again = Intake(second, corpus)
        assert list(again.take(jsonl.read(io.BytesIO(data)))) == []
        assert counts(again) == (0, len(kept), 0)
        second.close()


def test_the_check_of_identity_would_see_a_change(corpus: Path, store: Store) -> None:
    """An import that forgets a note fails the check above."""
    one = read(scan(corpus).entries[0])
    kept = Annotation("1", one.id, one.sha256, "utf-8", Span(0, 3), "The", "claim", "d", "", "", note="n")
    store.commit([Put(replace(kept, note=""))])
    assert list(jsonl.write(records(store, scan(corpus)))) != list(jsonl.write([Record(kept, "ok")]))
