"""A served application and a real browser for the tests of pages."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.settings import Settings

# The machine may be busy with other tests; waiting ends as soon as what is waited for is there.
PATIENCE_MS = 60_000


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of the application while it runs."""
    config = uvicorn.Config(create_app(settings), port=settings.port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 120
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        thread.join(0.05)
    assert server.started
    try:
        yield f"http://127.0.0.1:{settings.port}"
    finally:
        server.should_exit = True
        thread.join(60)


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served application in single-user mode."""
    folder = tmp_path_factory.mktemp("pages")
    with serving(Settings(port=free_port(), data_folder=folder, workers=1)) as served:
        yield served


class Watched:
    """A page whose requests and complaints are written down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requested: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def foreign(self, address: str) -> list[str]:
        """Requests to anything but the service."""
        own = (f"{address}/", "blob:", "data:")
        return [url for url in self.requested if not url.startswith(own)]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page of 1366 by 768, as officers have it."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    yield Watched(context.new_page())
    context.close()


SAMPLE = Path(__file__).resolve().parents[3] / "corpora" / "samples" / "county_incentives.docx"
