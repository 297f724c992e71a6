"""Test 4: XML that wants to read files, fetch, or grow, in every part of docx and OFD."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from tests.reliability.files import members_of, seeds, with_members
from tests.reliability.ledger import TESTS

SECRET = "text-of-a-file-of-this-machine"
_LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
_INCLUDE = "http://www.w3.org/2001/XInclude"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_DEEP = 10_001
_LONGEST = 100_000


def attacks(secret: Path) -> dict[str, str]:
    """Documents of XML by what they try; the secret stands in a file."""
    outer = f"file://{secret}"
    return {
        "external-entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{outer}">]><x>&e;</x>',
        "public-entity": f'<!DOCTYPE x [<!ENTITY e PUBLIC "-//x" "{outer}">]><x>&e;</x>',
        "parameter-entity": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{outer}"> %p;]><x>&p;</x>',
        "network-entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]><x>&e;</x>',
        "external-dtd": f'<!DOCTYPE x SYSTEM "{outer}"><x/>',
        "network-dtd": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        "laughs": f"<!DOCTYPE x [<!ENTITY a0 '{'甲' * 10}'>{_LAUGHS}]><x>&a11;</x>",
        "quadratic": f"<!DOCTYPE x [<!ENTITY a '{'甲' * 50_000}'>]><x>{'&a;' * 10_000}</x>",
        "recursive": "<!DOCTYPE x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><x>&a;</x>",
        "xinclude": f'<x xmlns:i="{_INCLUDE}"><i:include href="{outer}" parse="text"/></x>',
        "stylesheet": f'<?xml-stylesheet href="{outer}" type="text/xsl"?><x/>',
        "schema": f'<x xmlns:s="{_SCHEMA}" s:noNamespaceSchemaLocation="{outer}"/>',
        "deep": "<x>" * _DEEP + "</x>" * _DEEP,
        "attributes": "<x " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>",
        "long-name": f"<{'x' * 200_000}/>",
        "utf-16": '<?xml version="1.0" encoding="UTF-16"?><x/>',
        "no-xml": "\x01\x02正文",
        "open": "<x><y>",
        "entity-in-attribute": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{outer}">]><x a="&e;"/>',
        "comment": f"<x><!--{'-' * 1_000_000}--></x>",
    }


def cases() -> list[tuple[str, str, str]]:
    """Format, part and attack; an ordinary run takes every so manieth of them."""
    parts = [(kind, part) for kind in ("docx", "ofd") for part in members_of(seeds()[kind])]
    parts += [("docx", "word/footnotes.xml"), ("docx", "word/comments.xml"), ("docx", "docProps/core.xml")]
    found = [(kind, part, name) for name in attacks(Path("/x")) for kind, part in parts]
    every = max(len(found) // TESTS[4].trials, 1)
    return found[::every]


asked: list[str] = []
"""Files and hosts that Python asked for since the list was emptied."""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("open", "socket.connect", "socket.getaddrinfo"):
        asked.append(str(arguments))


sys.addaudithook(_watch)


@pytest.mark.parametrize("attack", list(attacks(Path("/x"))))
def test_xml_of_strangers_reads_nothing_and_grows_nowhere(
    attack: str, tmp_path: Path, tried: Callable[..., None]
) -> None:
    """Neither the secret nor a multiple of the text comes out; no file is opened, no host is asked."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    content = attacks(secret)[attack].encode("utf-16" if attack == "utf-16" else "utf-8")
    asked.clear()

    for kind, part, _ in (case for case in cases() if case[2] == attack):
        outcome = _outcome(with_members(seeds()[kind], {part: content}), f"通知.{kind}")
        assert SECRET not in outcome
        assert len(outcome) < _LONGEST, (kind, part)
        tried(4)

    assert not [each for each in asked if secret.name in each or "127.0.0.1" in each]


def _outcome(data: bytes, name: str) -> str:
    try:
        document = extract(data, name)
    except UnreadableDocument as error:
        return error.reason
    return document.text + "".join(note.text for note in document.notes)
