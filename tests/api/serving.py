"""Real services for tests: in this process, and as processes of their own that can be killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

ROOT = Path(__file__).parents[2]
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
DRAFT = "青溪县促进工业发展若干措施\n第一条 对在本县登记注册的企业，按其缴纳税收县级留成部分的50%给予奖励。\n"


@contextmanager
def service(folder: Path, **values: Any) -> Iterator[TestClient]:
    """A service in this process, with real workers."""
    with TestClient(create_app(Settings(data_folder=folder, **values))) as client:
        yield client


def review_text(client: TestClient, text: str = DRAFT, **values: Any) -> dict[str, Any]:
    """A text reviewed to its end."""
    answer = client.post("/api/v1/reviews?wait=60", json={"text": text, "name": "草案", **values})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@dataclass(slots=True)
class Served:
    """``reviewer serve`` as a process."""

    process: subprocess.Popen[str]
    address: str

    def kill(self) -> None:
        """As the machine would: nothing of it is told."""
        self.process.kill()
        self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()


def serve(folder: Path, database_url: str, *arguments: str) -> Served:
    """Start ``reviewer serve`` on a free port; returns once it answers."""
    environment = {
        **os.environ,
        "REVIEWER_DATA": str(folder),
        "REVIEWER_DATABASE_URL": database_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", *arguments],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found is not None:
            return Served(process=process, address=found[0])
    process.kill()
    raise AssertionError(said)
