"""Loading labelled corpora."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpora.labelled import FOLDER, CorpusError, load_corpus
from reviewer.classifiers.base import Sample

GOOD = {
    "documents.jsonl": '{"id": "a1", "document": "a", "text": "甲\u2028乙", "heading": "总则"}\n'
    '{"id": "b1", "document": "b", "text": "丙"}\n',
    "labels.jsonl": '{"id": "a1", "labels": ["sets"], "reason": "设定"}\n'
    '{"id": "b1", "labels": [], "reason": "重申"}\n',
    "splits.json": '{"train": ["a"], "held_out": ["b"]}',
}


def write(folder: Path, **changes: str) -> Path:
    """A corpus folder; a change replaces a file, named without its ending."""
    target = folder / "small"
    target.mkdir()
    for name, content in GOOD.items():
        (target / name).write_text(changes.get(name.partition(".")[0], content), encoding="utf-8")
    return folder


def test_a_corpus_brings_texts_context_and_labels_together(tmp_path: Path) -> None:
    """Each sample has its context, its labels and the reason."""
    corpus = load_corpus("small", write(tmp_path))

    assert corpus.samples[0].sample == Sample(text="甲\u2028乙", heading="总则")
    assert corpus.samples[0].labels == ("sets",)
    assert corpus.samples[1].reason == "重申"
    assert [item.id for item in corpus.split("held_out")] == ["b1"]


def test_the_digest_tells_states_of_a_corpus_apart(tmp_path: Path) -> None:
    """Another label is another corpus."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    changed = GOOD["labels.jsonl"].replace("重申", "转述")

    digests = {
        load_corpus("small", write(first)).digest,
        load_corpus("small", write(second, labels=changed)).digest,
    }

    assert len(digests) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"documents": "{"}, r"documents\.jsonl:1 不是 JSON"),
        ({"documents": "[]"}, "应为含 id 的"),
        ({"documents": GOOD["documents.jsonl"].replace('"丙"', '""')}, "应有 text"),
        ({"documents": GOOD["documents.jsonl"].replace("heading", "title")}, "不应有：title"),
        ({"documents": GOOD["documents.jsonl"].replace('"b1"', '"c1"')}, "没有标注"),
        ({"documents": GOOD["documents.jsonl"].replace('"b1"', '"a1"')}, "一一对应"),
        ({"labels": GOOD["labels.jsonl"].replace("重申", "")}, r"labels\.jsonl:2 应有 labels"),
        ({"splits": '{"train": ["a"], "held_out": []}'}, "恰好分入一个部分"),
        ({"splits": '{"train": ["a", "b"], "held_out": ["b"]}'}, "恰好分入一个部分"),
    ],
)
def test_a_damaged_corpus_names_file_and_line(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    """Whoever wrote the corpus is told where to mend it."""
    folder = write(tmp_path, **changes)

    with pytest.raises(CorpusError, match=message):
        load_corpus("small", folder)


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(CorpusError, match=r"gone/documents\.jsonl"):
        load_corpus("gone", tmp_path)


CORPORA = sorted(path.name for path in FOLDER.iterdir() if (path / "labels.jsonl").exists())


@pytest.mark.parametrize("name", CORPORA)
def test_every_corpus_has_a_card_and_a_line_in_the_table(name: str) -> None:
    """What exists is documented."""
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")

    assert (FOLDER / name / "card.md").exists()
    assert f"(documents/{name}/card.md)" in readme


@pytest.mark.parametrize("name", CORPORA)
def test_no_text_stands_twice(name: str) -> None:
    """A text that stands in both splits would be measured on itself."""
    texts = [json.dumps([item.sample.text, item.sample.lead_in]) for item in load_corpus(name).samples]

    assert len(set(texts)) == len(texts)
