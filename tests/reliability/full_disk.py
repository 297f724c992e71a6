"""Acts on a disk that is full or only reads; run in a mount namespace by test 10.

``python -m tests.reliability.full_disk CASE FOLDER``: mounts a small disk on FOLDER/disk and prints
how many acts were tried and which came out wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.settings import Settings
from api.store.database import Database
from tests.corpora.audit.folders import same_results

_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"
_FREE = (0, 4, 16, 64, 256)
"""Kilobytes that are left in turn."""
_KILOBYTE = 1_024
_PAGE = 4_096
wrong: list[str] = []
tried = 0


def _expect(held: bool, words: str) -> None:
    global tried  # noqa: PLW0603
    tried += 1
    if not held:
        wrong.append(words)


def _mount(disk: Path, *options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(disk)], check=True)


def _remount(disk: Path, *options: str) -> None:
    subprocess.run(["mount", "-o", ",".join(("remount", *options)), str(disk)], check=True)


def _fill(disk: Path, free: int) -> Path:
    """A file that leaves so many kilobytes."""
    ballast = disk / "ballast"
    room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - free * _KILOBYTE
    with ballast.open("wb") as stream:
        for _ in range(room // _PAGE):
            stream.write(bytes(_PAGE))
    return ballast


def _run(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def service(folder: Path, disk: Path) -> None:
    """Uploads at every degree of fullness; with room again all that were taken are done."""
    _mount(disk, "size=16m")
    settings = Settings(data_folder=disk / "data", workers=1, classifiers=False)
    taken: list[str] = []
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        for number, free in enumerate(_FREE):
            ballast = _fill(disk, free)
            for attempt in range(4):
                name = f"{number}-{attempt}"
                body = {
                    "text": f"第一条 对在本县注册的企业给予第{name}次奖励。" + "监督。" * 20_000,
                    "name": name,
                }
                answer = client.post("/api/v1/reviews", json=body)
                told = answer.status_code == 503 and answer.json()["code"] == "storage_unavailable"
                _expect(answer.status_code == 202 or told, f"upload {name}: {answer.status_code}")
                if answer.status_code == 202:
                    taken.append(answer.json()["id"])
            _expect(client.get("/healthz").status_code == 200, "healthz")
            _expect(client.get("/readyz").status_code == 503, "readyz says that it is well")
            ballast.unlink()
            ended = client.post("/api/v1/reviews?wait=60", json={"text": "第一条 给予奖励。", "name": "后"})
            _expect(ended.status_code == 200, f"after {free}: {ended.status_code}")
        for review in taken:
            client.get(f"/api/v1/reviews/{review}/events")  # ends when the review has
            state = client.get(f"/api/v1/reviews/{review}").json()
            _expect(state["state"] == "done", f"{state['name']} is {state['state']}")
    database = Database(settings.database_url)
    with database.reading() as session:
        _expect(session.scalar(text("PRAGMA integrity_check")) == "ok", "integrity")
    database.close()


def report(folder: Path, disk: Path) -> None:
    """Reports in files: the old one stays until the new one is whole."""
    _mount(disk, "size=256k")
    draft = str(folder / "files" / "草案.txt")
    for output in ("html", "docx", "csv"):
        path = disk / f"report.{output}"
        path.write_bytes(b"before")
        ballast = _fill(disk, 0)
        code, said = _run("check", draft, "--format", output, "--out", str(path), "--classifiers", "off")
        _expect(code == 2 and "无法写入" in said, f"{output}: {code} {said[-200:]}")
        _expect(path.read_bytes() == b"before", f"{output} is half written")
        ballast.unlink()
        _expect([each.name for each in disk.iterdir()] == [path.name], f"{output} leaves a file")
        code, _ = _run("check", draft, "--format", output, "--out", str(path), "--classifiers", "off")
        _expect(code <= 1 and path.read_bytes() != b"before", f"{output} after room: {code}")
        path.unlink()


def audit(folder: Path, disk: Path) -> None:
    """An audit that finds no room ends with its reason; --resume gives the results of a quiet run."""
    files, options = str(folder / "files"), ("--classifiers", "off", "--workers", "1", "--ocr-pages", "1")
    _run("audit", files, "--out", str(folder / "quiet"), *options)
    _mount(disk, "size=8m")
    out = disk / "out"
    ballast = _fill(disk, 16)
    code, said = _run("audit", files, "--out", str(out), *options)
    _expect(code not in (0, 1, 3) and "空间" in said, f"audit: {code} {said[-300:]}")
    _expect(not list(out.glob("*/part-*.parquet")) or same_results(out, folder / "quiet"), "half rows")
    ballast.unlink()
    code, said = _run("audit", files, "--out", str(out), "--resume", *options)
    _expect(code in (0, 3), f"resume: {code} {said[-300:]}")
    _expect(same_results(out, folder / "quiet"), "other results than those of a quiet run")


def read_only(folder: Path, disk: Path) -> None:
    """A folder that only reads: the reason and the remedy, no traceback."""
    _mount(disk, "size=8m")
    _remount(disk, "ro")
    draft = str(folder / "files" / "草案.txt")
    commands = (
        ("check", draft, "--format", "html", "--out", str(disk / "x.html"), "--classifiers", "off"),
        ("audit", draft, "--out", str(disk / "out"), "--classifiers", "off"),
        ("redact", draft, "--out", str(disk / "x.txt")),
        ("serve", "--port", "0", "--data", str(disk / "data")),
    )
    for command in commands:
        code, said = _run(*command)
        _expect(code == 2, f"{command[0]}: {code} {said[-300:]}")
        _expect("Traceback" not in said, f"{command[0]} shows a traceback")
        _expect("请" in said, f"{command[0]} names no remedy: {said[-300:]}")


CASES: dict[str, Callable[[Path, Path], None]] = {
    "service": service,
    "report": report,
    "audit": audit,
    "read-only": read_only,
}

if __name__ == "__main__":
    CASES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[2]) / "disk")
    print(json.dumps({"tried": tried, "wrong": wrong}, ensure_ascii=False))  # noqa: T201  for the test
