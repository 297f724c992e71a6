"""Markup of strangers is shown, never run: pages, exports, names, comments, addresses."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from tests.api.pages.conftest import Watched

_ACT = "alert(1)"
_ELEMENTS = (
    "img src=x",
    "svg",
    "body",
    "video src=x",
    "audio src=x",
    "iframe src=x",
    "input autofocus",
    "details open",
    "select autofocus",
    "textarea autofocus",
    "marquee",
    "object data=x",
    "embed src=x",
    "div style=x",
    "a href=x",
    "button popovertarget=x",
    "form",
    "table background=x",
    "math",
    "x contenteditable",
)
_EVENTS = (
    "onerror",
    "onload",
    "onfocus",
    "ontoggle",
    "onmouseover",
    "onstart",
    "onpointerenter",
    "onanimationend",
)
_SPELLINGS = (
    "<script>{act}</script>",
    "<ScRiPt>{act}</sCrIpT>",
    "<script/x>{act}</script>",
    "<script\n>{act}</script>",
    "<<script>{act}//<</script>",
    "</textarea><script>{act}</script>",
    "</title><script>{act}</script>",
    "</style><script>{act}</script>",
    "--><script>{act}</script>",
    "]]><script>{act}</script>",
    '"><script>{act}</script>',
    "'><script>{act}</script>",
    "`><script>{act}</script>",
    "\x00<script>{act}</script>",
    "＜script＞{act}＜/script＞",
    "&lt;script&gt;{act}&lt;/script&gt;",
    "&#60;script&#62;{act}&#60;/script&#62;",
    "%3Cscript%3E{act}%3C/script%3E",
    "\\u003cscript\\u003e{act}\\u003c/script\\u003e",
    "javascript:{act}",
    "java\tscript:{act}",
    "JaVaScRiPt:{act}",
    "data:text/html,<script>{act}</script>",
    "<a href='javascript:{act}'>x</a>",
    "<base href='javascript:/'><a href='/.;{act}'>x</a>",
    "<meta http-equiv=refresh content='0;javascript:{act}'>",
    "<link rel=stylesheet href='javascript:{act}'>",
    "<style>@import 'javascript:{act}';</style>",
    "<iframe srcdoc='<script>{act}</script>'></iframe>",
    "<svg><script>{act}</script></svg>",
    "<svg><a xlink:href='javascript:{act}'><text>x</text></a></svg>",
    "<svg><use href='data:,x#x'/></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={act}></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror={act}>'></noscript>",
    "<template><script>{act}</script></template>",
    "${{{act}}}",
    "{{{{{act}}}}}",
    "{{% {act} %}}",
    "<!--#exec cmd='x'-->",
    "<?php {act} ?>",
    "<xml><x><![CDATA[<img onerror={act}>]]></x></xml>",
    "<object data='javascript:{act}'></object>",
    "<form action='javascript:{act}'><button>x</button></form>",
    "<button formaction='javascript:{act}'>x</button>",
    "<isindex action='javascript:{act}' type=image>",
)
PAYLOADS = [
    *(spelling.format(act=_ACT) for spelling in _SPELLINGS),
    *(f"<{element} {event}={_ACT}>" for element, event in product(_ELEMENTS, _EVENTS)),
    *(f'"{event}={_ACT} x="' for event in _EVENTS),
]


def _printable(words: str) -> str:
    """Without control characters, which the service refuses."""
    return "".join(each for each in words if each.isprintable())


_CLAUSES = "\n".join(
    f"第{number}条 对在本县注册的企业{payload}给予奖励。"
    for number, payload in enumerate(map(_printable, PAYLOADS), 1)
)
_VIEWS = ("", "?q={payload}", "?family={payload}", "/activity", "/sign-off")


def test_no_payload_runs(watched: Watched, address: str, tmp_path: Path, tried: Callable[..., None]) -> None:
    """In text, quote, name, comment, reason and address they are words; no script runs, none is tried."""
    run: list[str] = []
    page = watched.page
    page.on("dialog", lambda dialog: (run.append(dialog.message), dialog.dismiss()))
    names = [_printable(each) for each in PAYLOADS[:: max(len(PAYLOADS) // 10, 1)]]

    for name in names:
        review = _post(
            f"{address}/api/v1/reviews?wait=60", {"text": f"青溪县若干措施{name}\n{_CLAUSES}", "name": name}
        )
        _decide(address, review["id"], name)
        for view in _VIEWS:
            page.goto(f"{address}/reviews/{review['id']}{view.replace('{payload}', quote(name))}")
            page.wait_for_load_state("load")
    for export in ("html", "sarif", "json", "csv"):
        exported = tmp_path / f"report.{export}.html"
        exported.write_bytes(urlopen(f"{address}/api/v1/reviews/{review['id']}/exports/{export}").read())
        if export == "html":
            page.goto(exported.as_uri())
            page.wait_for_load_state("load")

    assert run == []
    breaches = [each for each in watched.complaints if "Content Security Policy" in each]
    assert breaches == []
    tried(18, len(PAYLOADS))


def _decide(address: str, review: str, words: str) -> None:
    """The payload as reason and comment of a finding."""
    listed = json.loads(urlopen(f"{address}/api/v1/reviews/{review}/findings").read())
    finding = listed["items"][0]["id"]
    _post(f"{address}/api/v1/findings/{finding}", {"verdict": "rejected", "reason": words}, "PATCH")
    _post(f"{address}/api/v1/findings/{finding}/comments", {"text": words})


def _post(url: str, body: dict[str, Any], method: str = "POST") -> dict[str, Any]:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
    try:
        answer = urlopen(request)
    except HTTPError as error:
        raise AssertionError(error.read().decode()) from None
    with answer:
        got: dict[str, Any] = json.loads(answer.read())
    return got
