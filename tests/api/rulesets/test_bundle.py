"""Signed bundles: what holds is opened; whatever is amiss is refused in Chinese, with nothing unpacked."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable

import pytest

from api.rulesets import bundle as bundle_module
from api.rulesets.bundle import (
    BundleError,
    collect_files,
    make_bundle,
    new_keys,
    open_bundle,
    read_private_key,
    read_public_key,
    reopen_bundle,
)
from corpora.catalogue import FOLDER as LAWS
from corpora.context import RULES
from tests.api.rulesets.bundles import PRIVATE_KEY, PUBLIC_KEY, RULE, bundle

_KEY = read_public_key(PUBLIC_KEY.decode())
_PURPOSE = b"reviewer rule bundle v1\n"


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zip(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", kind) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def _signed(members: dict[str, bytes], change: Callable[[dict[str, object]], None]) -> bytes:
    """The members with the manifest changed by somebody who holds the key."""
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    told = json.dumps(manifest).encode()
    signature = base64.b64encode(read_private_key(PRIVATE_KEY).sign(_PURPOSE + told))
    return _zip({**members, "manifest.json": told, "signature": signature})


def test_a_bundle_opens_with_the_key_of_its_maker() -> None:
    """All files come out as they went in, and again by the digest alone."""
    data = bundle(7)

    opened = open_bundle(data, _KEY)

    assert opened.head.number == 7
    assert dict(opened.files) == collect_files(RULES, LAWS)
    assert reopen_bundle(data, opened.head.digest) == opened


def test_the_same_files_make_the_same_bytes() -> None:
    """Two makers can compare what they made."""
    assert bundle(3) == bundle(3)


def _other_key() -> bytes:
    return bundle(key=new_keys()[0])


def _changed_rule() -> bytes:
    members = _members(bundle())
    name = next(name for name in members if name.startswith("rules/"))
    return _zip({**members, name: members[name] + b"\n"})


def _without_a_rule() -> bytes:
    members = _members(bundle())
    del members[next(name for name in members if name.startswith("rules/"))]
    return _zip(members)


def _extra_file() -> bytes:
    return _zip({**_members(bundle()), "rules/drafting/own/slipped_in.yaml": RULE.encode()})


def _traversal() -> bytes:
    return _zip({**_members(bundle()), "rules/../../outside.yaml": b"x"})


def _absolute() -> bytes:
    return _zip({**_members(bundle()), "/etc/reviewer.yaml": b"x"})


def _cut() -> bytes:
    data = bundle()
    return data[: len(data) // 2]


def _flipped() -> bytes:
    data = bytearray(bundle())
    for place in range(len(data) // 3, len(data) // 3 + 400):
        data[place] ^= 0x55
    return bytes(data)


def _unsigned() -> bytes:
    members = _members(bundle())
    del members["signature"]
    return _zip(members)


def _broken_signature() -> bytes:
    return _zip({**_members(bundle()), "signature": "签名".encode()})


def _rare_packing() -> bytes:
    return _zip(_members(bundle()), zipfile.ZIP_BZIP2)


def _later_format() -> bytes:
    return _signed(_members(bundle()), lambda manifest: manifest.update(format=2))


def _odd_manifest() -> bytes:
    return _signed(_members(bundle()), lambda manifest: manifest.update(number="many"))


def _signed_traversal() -> bytes:
    """Even the maker cannot send a file elsewhere."""
    members = {**_members(bundle()), "rules/../outside.yaml": b"x"}
    return _signed(members, lambda manifest: None)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_other_key, "签名"),
        (_broken_signature, "签名"),
        (_unsigned, "缺少清单或者签名"),
        (_changed_rule, "与清单不符"),
        (_without_a_rule, "与清单不符"),
        (_extra_file, "与清单不符"),
        (_traversal, "不允许的文件名"),
        (_absolute, "不允许的文件名"),
        (_signed_traversal, "不允许的文件名"),
        (_cut, "已损坏"),
        (_flipped, ""),
        (lambda: b"not a zip", "已损坏"),
        (lambda: b"", "已损坏"),
        (_rare_packing, "压缩方式"),
        (_later_format, "先升级软件"),
        (_odd_manifest, "清单不合格式"),
    ],
)
def test_what_is_amiss_is_refused_with_its_reason(make: Callable[[], bytes], words: str) -> None:
    """Nothing is opened, whoever made it."""
    with pytest.raises(BundleError) as told:
        open_bundle(make(), _KEY)

    assert words in str(told.value)


def test_a_name_that_stands_twice_is_refused() -> None:
    """Which of the two would count could differ from reader to reader."""
    target = io.BytesIO(bundle())
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("manifest.json", b"{}")

    with pytest.raises(BundleError, match="不允许的文件名"):
        open_bundle(target.getvalue(), _KEY)


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("MOST_BYTES", 1000, "上限"), ("_MOST_MEMBERS", 10, "超过 10 个"), ("_MOST_UNPACKED", 5000, "解开后")],
)
def test_what_is_too_large_is_refused(
    limit: str, value: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the size of the file, the number of members, and what they unpack to."""
    data = bundle()
    monkeypatch.setattr(bundle_module, limit, value)

    with pytest.raises(BundleError, match=words):
        open_bundle(data, _KEY)


def test_a_changed_file_in_the_store_is_seen() -> None:
    """The digest that it was taken in with is asked for."""
    data = bundle()

    with pytest.raises(BundleError, match="已被改动"):
        reopen_bundle(data, "0" * 64)


@pytest.mark.parametrize(
    ("pem", "words"),
    [("", "没有配置规则包的公钥"), ("abc", "不是 PEM"), (PRIVATE_KEY.decode(), "不是 PEM")],
)
def test_a_key_that_is_none_is_told(pem: str, words: str) -> None:
    """The operator learns which variable to set."""
    with pytest.raises(BundleError, match=words):
        read_public_key(pem)


def test_a_bundle_without_rules_is_not_made() -> None:
    """Installed, it would find nothing and look clean."""
    from datetime import date

    with pytest.raises(BundleError, match="至少要有一条规则"):
        make_bundle(
            {"laws/catalogue.jsonl": b"{}"},
            read_private_key(PRIVATE_KEY),
            number=1,
            name="空",
            made_on=date(2026, 11, 24),
            software="1",
        )
