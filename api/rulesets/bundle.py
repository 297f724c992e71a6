"""A signed bundle (规则包): rules and law catalogue in one zip, so that they change without new software.

```
manifest.json     number, name, day, software, and of each file its size and sha256
signature         Ed25519 (RFC 8032) over the bytes of manifest.json, base64
rules/…           as the folder of rules that ships
laws/…            catalogue.jsonl, and where there are any supplement.jsonl and renumbered.yaml
```

A bundle is hostile until its signature holds: sizes are limited before anything is unpacked, nothing is
ever written under a name that the zip gives, and files that the manifest does not list are refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.errors import ReviewError

FORMAT = 1
RULES_FOLDER, LAWS_FOLDER = "rules", "laws"
MOST_BYTES = 64 << 20
_MANIFEST, _SIGNATURE = "manifest.json", "signature"
_MOST_MEMBERS = 20_000
_MOST_UNPACKED = 256 << 20
_MOST_MANIFEST = 8 << 20
# What a signature is for stands in what is signed: no other document can pass for a manifest.
_PURPOSE = b"reviewer rule bundle v1\n"
# No part of a path begins with a dot, so that none leads out of the folder.
_NAME = re.compile(r"(?:rules(?:/[\w\-][\w\-.]*)+\.yaml|laws/[\w\-]+\.(?:jsonl|yaml))")
_FIXED_TIME = (2020, 1, 1, 0, 0, 0)


class BundleError(ReviewError):
    """A bundle that is not taken; the text says in Chinese why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleHead:
    """What is told of a bundle.

    Attributes:
        number: The maker's count, 1 or more; a later bundle has a higher one.
        software: The version of the software that it is made for, exactly.
        digest: sha256 of the file.
    """

    number: int
    name: str
    made_on: date
    software: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle whose signature holds; content by name below ``rules/`` and ``laws/``."""

    head: BundleHead
    files: Mapping[str, bytes]

    def unpack(self, folder: Path) -> None:
        """Write the files below a folder; their names were checked."""
        for name, content in self.files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


class _FileFacts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: int
    number: int = Field(ge=1, le=1_000_000_000)
    name: str = Field(min_length=1, max_length=200)
    made_on: date
    software: str = Field(min_length=1, max_length=40)
    files: dict[str, _FileFacts]


def make_bundle(
    files: Mapping[str, bytes],
    key: Ed25519PrivateKey,
    *,
    number: int,
    name: str,
    made_on: date,
    software: str,
) -> bytes:
    """A signed bundle; the same files, facts and key give the same bytes.

    Args:
        files: By name as they stand in the bundle (`collect_files`).
        key: The maker's private key.
        number: Higher than that of every bundle before.
        name: In words, for who installs it.
        made_on: Day it was made.
        software: The version of the software that it was tried with.

    Raises:
        BundleError: There are no rules among the files.
    """
    if not any(path.startswith(f"{RULES_FOLDER}/") for path in files):
        raise BundleError("规则包中至少要有一条规则，请检查规则文件夹")
    facts = {
        path: _FileFacts(size=len(content), sha256=hashlib.sha256(content).hexdigest())
        for path, content in sorted(files.items())
    }
    manifest = _Manifest(
        format=FORMAT, number=number, name=name, made_on=made_on, software=software, files=facts
    )
    signed = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1).encode()
    members = {_MANIFEST: signed, _SIGNATURE: base64.b64encode(key.sign(_PURPOSE + signed)), **files}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(members):
            member = zipfile.ZipInfo(path, _FIXED_TIME)
            package.writestr(member, members[path], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def collect_files(rules: Path, laws: Path | None) -> dict[str, bytes]:
    """The files of a bundle, from a folder of rules and one of a catalogue.

    Raises:
        BundleError: A file bears a name that a bundle does not take.
    """
    found = {f"{RULES_FOLDER}/{path.relative_to(rules).as_posix()}": path for path in rules.rglob("*.yaml")}
    for path in sorted(laws.iterdir()) if laws is not None else ():
        if path.suffix in (".jsonl", ".yaml"):
            found[f"{LAWS_FOLDER}/{path.name}"] = path
    strange = [name for name in found if not _NAME.fullmatch(name)]
    if strange:
        raise BundleError(f"文件名 {strange[0]} 不能放进规则包，只用字母、数字、点、下划线和连字符")
    return {name: path.read_bytes() for name, path in sorted(found.items())}


def open_bundle(data: bytes, key: Ed25519PublicKey) -> Bundle:
    """The bundle in a file, once its signature and every file in it hold.

    Raises:
        BundleError: It is too large, damaged, signed by somebody else, or holds what a bundle may not.
    """
    if len(data) > MOST_BYTES:
        raise BundleError(f"规则包超过 {MOST_BYTES >> 20} MB 的上限，未安装")
    members = _read_members(data)
    signed, signature = members.get(_MANIFEST), members.get(_SIGNATURE)
    if signed is None or signature is None:
        raise BundleError("这不是规则包：缺少清单或者签名。请用 reviewer bundle make 制作")
    _require_signature(signed, signature, key)
    return _checked(members, data)


def reopen_bundle(data: bytes, digest: str) -> Bundle:
    """A bundle that was opened with its key before, known by its digest.

    Raises:
        BundleError: It is another file now.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise BundleError("存储中的规则包已被改动，改用自带的规则和目录。请重新安装规则包")
    return _checked(_read_members(data), data)


def _checked(members: dict[str, bytes], data: bytes) -> Bundle:
    manifest = _read_manifest(members.pop(_MANIFEST))
    del members[_SIGNATURE]
    _require_listed(members, manifest)
    head = BundleHead(
        number=manifest.number,
        name=manifest.name,
        made_on=manifest.made_on,
        software=manifest.software,
        digest=hashlib.sha256(data).hexdigest(),
    )
    return Bundle(head=head, files=members)


def _read_members(data: bytes) -> dict[str, bytes]:
    """All members, read within the limits whatever the zip says of its sizes."""
    damaged = "规则包已损坏，不能解开。请重新下载，并核对文件大小"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_MEMBERS:
                raise BundleError(f"规则包中的文件超过 {_MOST_MEMBERS} 个，未安装")
            members: dict[str, bytes] = {}
            left = _MOST_UNPACKED
            for entry in entries:
                _require_plain(entry, members)
                with package.open(entry) as stream:
                    members[entry.filename] = stream.read(left + 1)
                left -= len(members[entry.filename])
                if left < 0:
                    raise BundleError(f"规则包解开后超过 {_MOST_UNPACKED >> 20} MB 的上限，未安装")
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise BundleError(damaged) from error
    return members


def _require_plain(entry: zipfile.ZipInfo, members: Mapping[str, bytes]) -> None:
    """Names that lead elsewhere, names that stand twice, encryption and rare packing are refused."""
    known = entry.filename in (_MANIFEST, _SIGNATURE) or _NAME.fullmatch(entry.filename)
    if not known or entry.filename in members:
        raise BundleError("规则包中有不允许的文件名，可能被人改动过，未安装")
    if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BundleError("规则包用了加密或者少见的压缩方式，未安装")


def _require_signature(signed: bytes, signature: bytes, key: Ed25519PublicKey) -> None:
    try:
        key.verify(base64.b64decode(signature, validate=True), _PURPOSE + signed)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise BundleError(
            "规则包的签名与本服务配置的公钥不符：不是该发布者签发的，或者被人改动过，未安装"
        ) from error


def _read_manifest(signed: bytes) -> _Manifest:
    if len(signed) > _MOST_MANIFEST:
        raise BundleError("规则包的清单过大，未安装")
    try:
        manifest = _Manifest.model_validate_json(signed)
    except ValidationError as error:
        raise BundleError("规则包的清单不合格式，请发布者重新制作") from error
    if manifest.format != FORMAT:
        raise BundleError(f"规则包的格式是第 {manifest.format} 版，本软件只认第 {FORMAT} 版，请先升级软件")
    return manifest


def _require_listed(members: Mapping[str, bytes], manifest: _Manifest) -> None:
    if members.keys() != manifest.files.keys():
        raise BundleError("规则包中的文件与清单不符，可能不完整或者被人改动过，未安装")
    for name, content in members.items():
        facts = manifest.files[name]
        if len(content) != facts.size or hashlib.sha256(content).hexdigest() != facts.sha256:
            raise BundleError(f"规则包中的 {name} 与清单不符，已损坏或者被人改动过，未安装")


# --- keys ---------------------------------------------------------------------------------------


def new_keys() -> tuple[bytes, bytes]:
    """A new pair: the private key, which the maker keeps, and the public one, both as PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private, public


def read_private_key(pem: bytes) -> Ed25519PrivateKey:
    """A maker's key.

    Raises:
        BundleError: It is none.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BundleError("私钥文件不能读取：应为未加密的 PEM，可用 reviewer bundle keys 生成") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BundleError("私钥不是 Ed25519 的，可用 reviewer bundle keys 生成")
    return key


def read_public_key(pem: str) -> Ed25519PublicKey:
    """The key that the operator trusts.

    Raises:
        BundleError: There is none, or it is none.
    """
    if not pem.strip():
        raise BundleError(
            "没有配置规则包的公钥，不能核对签名。请设环境变量 REVIEWER_BUNDLE_KEY_FILE 指明发布者的公钥文件"
        )
    try:
        key = load_pem_public_key(pem.strip().encode() + b"\n")
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BundleError("REVIEWER_BUNDLE_KEY 不是 PEM 格式的公钥，请向发布者索取") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BundleError("REVIEWER_BUNDLE_KEY 不是 Ed25519 公钥，请向发布者索取")
    return key
