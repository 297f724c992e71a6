"""The file of a trained model: one zip of JSON and plain numbers, which runs no code when it is read.

It holds ``card.json`` (`ModelCard`), ``vocab.json`` (the terms of each field) and ``weights.npz``
(arrays of numbers, read without pickle). The same model always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.classifiers.card import ModelCard, card_from_data
from reviewer.classifiers.features import LONGEST_GRAM
from reviewer.errors import ModelError

MOST_BYTES = 3_000_000
_MOST_UNPACKED = 32_000_000
# RuntimeError: encrypted, a way of compression that is not known, or nested too deeply.
_UNUSABLE = (ModelError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
_MEMBERS = ("card.json", "vocab.json", "weights.npz")
# Fixed, so that the file depends on nothing but the model.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """A linear model over TF-IDF terms.

    Attributes:
        card: What it is.
        vocabularies: Terms of each field of the card, in the order of the columns.
        idf: Inverse document frequency of each column.
        coefficients: One row a label, one column a term.
        intercepts: One a label.
        slopes: Calibration: factor of each label's score before the link.
        offsets: Calibration: summand of each label's score before the link.
        digest: sha256 of the file, in hex; empty for a model that was not read from one.
    """

    card: ModelCard
    vocabularies: tuple[tuple[str, ...], ...]
    idf: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    slopes: NDArray[np.float32]
    offsets: NDArray[np.float32]
    digest: str = ""


def encode_model(model: LinearModel) -> bytes:
    """The model as a file. Coefficients are kept in half precision."""
    numbers = io.BytesIO()
    np.savez(
        numbers,
        idf=model.idf.astype("<f4"),
        coefficients=model.coefficients.astype("<f2", order="C"),
        intercepts=model.intercepts.astype("<f4"),
        slopes=model.slopes.astype("<f4"),
        offsets=model.offsets.astype("<f4"),
    )
    content = {
        "card.json": _json_bytes(model.card.to_data(), indent=1),
        "vocab.json": _json_bytes(model.vocabularies, indent=None),
        "weights.npz": numbers.getvalue(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED, 9)
    return file.getvalue()


def decode_model(data: bytes, name: str) -> LinearModel:
    """Read a model file.

    Args:
        data: The file.
        name: What the file is called, for the error.

    Raises:
        ModelError: It is too large, damaged, or its parts do not fit together.
    """
    try:
        content = _members(data)
        card = card_from_data(json.loads(content["card.json"]))
        vocabularies = _vocabularies(json.loads(content["vocab.json"]), card)
        arrays = _arrays(content["weights.npz"], len(card.labels), sum(map(len, vocabularies)))
    except (
        ModelError,
        ValueError,
        RecursionError,
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
    ) as error:
        reason = str(error) if isinstance(error, ModelError) else "文件已损坏"
        raise ModelError(f"模型文件 {name} 不能使用：{reason}。请用 reviewer train 重新训练该模型") from error
    digest = hashlib.sha256(data).hexdigest()
    return LinearModel(card=card, vocabularies=vocabularies, digest=digest, **arrays)


def _json_bytes(data: Any, indent: int | None) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=indent, sort_keys=True).encode()


def _members(data: bytes) -> Mapping[str, bytes]:
    if len(data) > MOST_BYTES:
        raise ModelError(f"超过 {MOST_BYTES} 字节")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _read_all(archive, _MEMBERS)


def _read_all(archive: zipfile.ZipFile, expected: tuple[str, ...]) -> Mapping[str, bytes]:
    if sorted(archive.namelist()) != sorted(expected):
        raise ModelError(f"应恰有这些成员：{'、'.join(expected)}")
    if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
        raise ModelError(f"解压后超过 {_MOST_UNPACKED} 字节")
    return {name: archive.read(name) for name in expected}


def _vocabularies(data: object, card: ModelCard) -> tuple[tuple[str, ...], ...]:
    if not isinstance(data, list) or len(data) != len(card.fields):
        raise ModelError("词表与卡片的 fields 不对应")
    for terms, spec in zip(data, card.fields, strict=True):
        longest = 100 if spec.name == "words" else LONGEST_GRAM
        fits = isinstance(terms, list) and all(isinstance(t, str) and 0 < len(t) <= longest for t in terms)
        if not fits or len(set(terms)) != len(terms):
            raise ModelError(f"字段 {spec.name} 的词表有重复、过长或不是文字的词")
    return tuple(tuple(terms) for terms in data)


def _arrays(data: bytes, labels: int, columns: int) -> dict[str, NDArray[np.float32]]:
    """The arrays; header and length are compared with what must be there before anything is read."""
    shapes = {
        "idf": (columns,),
        "coefficients": (labels, columns),
        "intercepts": (labels,),
        "slopes": (labels,),
        "offsets": (labels,),
    }
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = _read_all(archive, tuple(f"{name}.npy" for name in shapes))
    return {name: _array(members[f"{name}.npy"], name, shape) for name, shape in shapes.items()}


def _array(data: bytes, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    file = io.BytesIO(data)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ModelError(f"数组 {name} 的格式版本不认识")
    found, by_column, kind = np.lib.format.read_array_header_1_0(file)
    if found != shape or by_column or kind.str not in ("<f2", "<f4"):
        raise ModelError(f"数组 {name} 的形状或类型与卡片、词表不符")
    numbers = np.frombuffer(data, dtype=kind, offset=file.tell())
    if numbers.size != np.prod(shape) or not np.isfinite(numbers).all():
        raise ModelError(f"数组 {name} 不完整或含有非数值")
    return numbers.reshape(shape).astype(np.float32)
