"""The file of a trained model."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reviewer.classifiers import load_classifier
from reviewer.classifiers.card import ModelCard
from reviewer.classifiers.features import FieldSpec
from reviewer.classifiers.model_file import MOST_BYTES, LinearModel, decode_model, encode_model
from reviewer.errors import ModelError


def make_model() -> LinearModel:
    """A small model with odd terms."""
    card = ModelCard(
        name="clause",
        labels=("sets", "none"),
        link="softmax",
        background="none",
        fields=(FieldSpec(name="text"), FieldSpec(name="words", shortest=0, longest=0)),
        trained_on="2026-11-24",
        corpus="made_up",
        corpus_digest="0" * 64,
        software={"numpy": "2.0"},
        metrics={"accuracy": 0.5},
    )
    return LinearModel(
        card=card,
        vocabularies=(("奖", "\n第", "𠮷"), ("行政许可",)),
        idf=np.array([1, 2, 3, 4], dtype=np.float32),
        coefficients=np.asfortranarray(np.array([[0.5, 1, -1, 2], [0, 0, 0.25, -8]], dtype=np.float32)),
        intercepts=np.array([0.1, -0.1], dtype=np.float32),
        slopes=np.ones(2, dtype=np.float32),
        offsets=np.zeros(2, dtype=np.float32),
    )


def members(data: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    """A zip of members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


def saved(array: Any) -> bytes:
    """An array as npy."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def header(shape: tuple[int, ...]) -> bytes:
    """The head of an npy file that promises numbers which do not follow."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": shape})
    return file.getvalue()


class Explosive:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return (Path("/nonexistent/run").write_text, ("ran",))


def with_card(**changes: Any) -> bytes:
    """The file with fields of its card changed."""
    content = members(encode_model(make_model()))
    card = json.loads(content["card.json"]) | changes
    return packed(content | {"card.json": json.dumps(card).encode()})


def with_array(name: str, data: bytes) -> bytes:
    """The file with one array replaced."""
    content = members(encode_model(make_model()))
    arrays = members(content["weights.npz"]) | {f"{name}.npy": data}
    return packed(content | {"weights.npz": packed(arrays)})


def with_member(name: str, data: bytes) -> bytes:
    """The file with one member replaced or added."""
    return packed(members(encode_model(make_model())) | {name: data})


DAMAGED = {
    "empty": b"",
    "not a zip": b"PK\x03\x04 something else",
    "cut": encode_model(make_model())[:-40],
    "too large": b"\0" * (MOST_BYTES + 1),
    "member too much": with_member("run.py", b"import os"),
    "member missing": packed({"card.json": b"{}"}),
    "expands beyond measure": with_member("vocab.json", b" " * 40_000_000),
    "card not json": with_member("card.json", b"{"),
    "card deeply nested": with_member("card.json", b"[" * 100_000),
    "card field missing": with_member("card.json", b'{"name": "clause"}'),
    "one label": with_card(labels=["sets"]),
    "label twice": with_card(labels=["sets", "sets"]),
    "label not text": with_card(labels=["sets", 1]),
    "unknown link": with_card(link="probit"),
    "unknown background": with_card(background="other"),
    "day not a day": with_card(trained_on="yesterday"),
    "more labels than weights": with_card(labels=["sets", "none", "more"]),
    "unknown field": with_card(
        fields=[{"name": "__class__", "shortest": 1, "longest": 3, "weight": 1.0, "limit": 9}] * 2
    ),
    "gram too long": with_card(
        fields=[{"name": "text", "shortest": 1, "longest": 9, "weight": 1.0, "limit": 9}] * 2
    ),
    "vocabulary not a list": with_member("vocab.json", b'{"text": []}'),
    "term twice": with_member("vocab.json", '[["奖", "奖", "税"], ["行政许可"]]'.encode()),
    "term too long": with_member("vocab.json", '[["奖", "奖励资金", "税"], ["行政许可"]]'.encode()),
    "term not text": with_member("vocab.json", '[["奖", 7, "税"], ["行政许可"]]'.encode()),
    "fewer terms than weights": with_member("vocab.json", '[["奖"], ["行政许可"]]'.encode()),
    "array of objects": with_array("idf", saved(np.array([Explosive()] * 4, dtype=object))),
    "pickle for an array": with_array("idf", pickle.dumps(Explosive())),
    "array of another shape": with_array("idf", saved(np.ones(9, dtype="<f4"))),
    "array of another kind": with_array("idf", saved(np.ones(4, dtype="<i4"))),
    "array turned round": with_array("coefficients", saved(np.ones((2, 4), dtype="<f4", order="F"))),
    "array not a number": with_array("idf", saved(np.array([1, np.nan, 1, 1], dtype="<f4"))),
    "array cut": with_array("idf", saved(np.ones(4, dtype="<f4"))[:-4]),
    "array claims eight terabytes": with_array("idf", header((10**12,)) + b"\0" * 64),
}


def test_a_model_survives_its_file() -> None:
    """What is read is what was written, in half precision where that is kept."""
    model = make_model()

    found = decode_model(encode_model(model), "clause.zip")

    assert found.card == model.card
    assert found.vocabularies == model.vocabularies
    assert (found.coefficients == model.coefficients).all()
    assert (found.idf == model.idf).all()
    assert np.allclose(found.intercepts, model.intercepts)


def test_the_same_model_gives_the_same_bytes() -> None:
    """Neither the clock nor the order of a dict gets into the file."""
    assert encode_model(make_model()) == encode_model(make_model())
    with zipfile.ZipFile(io.BytesIO(encode_model(make_model()))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_with_a_remedy(data: bytes) -> None:
    """Whatever does not fit is a ModelError that names the file and what to do; nothing in it is run."""
    with pytest.raises(ModelError, match=r"模型文件 clause\.zip 不能使用：.+reviewer train"):
        decode_model(data, "clause.zip")


def test_a_file_is_not_unpacked_beyond_measure() -> None:
    """What a member would grow to is known before it is read."""
    with pytest.raises(ModelError, match="解压后超过"):
        decode_model(DAMAGED["expands beyond measure"], "clause.zip")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(ModelError, match=r"gone\.zip 不能读取"):
        load_classifier(tmp_path / "gone.zip")


def test_a_pickle_is_no_model(tmp_path: Path) -> None:
    """Only the kinds of files that run no code are known."""
    path = tmp_path / "model.joblib"
    path.write_bytes(pickle.dumps(Explosive()))

    with pytest.raises(ModelError, match="类型不认识"):
        load_classifier(path)


def test_a_loaded_classifier_says_which_it_is(tmp_path: Path) -> None:
    """Name, labels, and a version from the day of the training and the digest of the file."""
    path = tmp_path / "clause.zip"
    path.write_bytes(encode_model(make_model()))

    found = load_classifier(path)

    assert (found.name, found.labels) == ("clause", ("sets", "none"))
    assert found.version.startswith("2026-11-24+")
