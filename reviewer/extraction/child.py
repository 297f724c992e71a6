"""Extraction in a child process that is watched and can be ended.

Files come from strangers, and parsers have faults. A warm child reads one file after the
other; its memory and time are watched from here, and a file that makes it crash, hang or
swell costs that file only: the child is ended with all it started, and the next file finds
a new one.

The child gets bytes and gives bytes: no open files, no secrets of the environment, a
temporary folder of its own that goes with it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction import too_large
from reviewer.extraction.child_process import ANSWER, DOCUMENT, READY, REQUEST, UNREADABLE
from reviewer.extraction.limits import MEBIBYTE, Limits
from reviewer.extraction.processes import kill_family, open_descriptors, resident_bytes
from reviewer.extraction.wire import decode_document

_START_SECONDS = 60.0
_WATCH_SECONDS = 0.02
_FAMILY_WATCH_SECONDS = 0.25
_PIPE_BYTES = 1 << 20
# A child that has grown beyond this is not kept: what it holds would count against the next file.
_KEPT_BYTES = 500 * MEBIBYTE
# Nor one that a parser has left with so many open files.
_KEPT_DESCRIPTORS = 100
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONPATH", "OMP_NUM_THREADS")
_PROGRAM = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from reviewer.extraction.child_process import main; main(sys.argv[2])"
)
_SPLIT_REMEDY = "请拆分文件后分别提交，或请管理员调高上限"
_DAMAGED_REMEDY = "文件可能已损坏，请用原软件打开并另存后再提交"
_CRASHED = "解析程序"


def extract_in_child(source: bytes | Path, name: str | None = None, limits: Limits | None = None) -> Document:
    """Read a file of any accepted format in a child process within the limits.

    Args:
        source: The file's bytes, or where it stands on disk.
        name: Its name as the user gave it; by default the path's.
        limits: What reading may cost; time and memory are those of the child.

    Raises:
        UnreadableDocument: As `extract`; also where the file cannot be opened, a limit cut
            the reading (the reason names it with its value), or a parser crashed.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "文本")
    data = _read_file(source, name, limits) if isinstance(source, Path) else source
    if len(data) > limits.file_bytes:
        raise too_large(name, len(data), limits)
    child = _POOL.take()
    try:
        return child.extract(data, name, limits)
    finally:
        _POOL.give_back(child)


def warm(count: int = 1) -> None:
    """Start children before the first file comes, as a service does at its start."""
    children = [_POOL.take() for _ in range(count)]
    for child in children:
        child.wait_ready()
        _POOL.give_back(child)


def close_children() -> None:
    """End the idle children of this process, where it ends without running its exit handlers."""
    _POOL.close()


def is_crash(error: UnreadableDocument) -> bool:
    """Whether the child ended by itself or was killed, so that reading again may succeed."""
    return error.reason.startswith(_CRASHED)


def _read_file(path: Path, name: str, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableDocument(name, "这是文件夹，不是文件", "请提交其中的文件")
        if not path.is_file():
            reason = "不是普通文件" if path.exists() else "文件不存在"
            raise UnreadableDocument(name, reason, "请核对路径")
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
            if len(data) > limits.file_bytes:
                raise too_large(name, path.stat().st_size, limits)
            return data
    except OSError as error:
        reason = f"无法打开文件（{error.strerror or type(error).__name__}）"
        raise UnreadableDocument(name, reason, "请核对路径与读取权限") from error


class _CutShort(Exception):
    """The child was ended, or ended by itself, before it answered."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class ExtractionChild:
    """One child process. Not for two threads at once; `extract_in_child` sees to that."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="reviewer-")
        package_root = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-P", "-c", _PROGRAM, str(package_root), self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_environment(self._folder),
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        self._requests, self._answers = self._process.stdin, self._process.stdout
        for stream in (self._requests, self._answers):
            os.set_blocking(stream.fileno(), False)
            with contextlib.suppress(OSError, AttributeError):
                fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._ready = False
        self._closed = False

    @property
    def pid(self) -> int:
        """Process id, which is also the id of its session."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Whether it runs and holds little enough to be kept."""
        if self._closed or self._process.poll() is not None:
            return False
        small = 0 < resident_bytes(self.pid, with_descendants=False) <= _KEPT_BYTES
        return small and open_descriptors(self.pid) <= _KEPT_DESCRIPTORS

    def wait_ready(self) -> None:
        """Wait until its libraries are loaded.

        Raises:
            RuntimeError: The interpreter of the child cannot be started.
        """
        if self._ready:
            return
        try:
            kind, _ = self._exchange(b"", Limits(), time.monotonic() + _START_SECONDS)
        except _CutShort as error:
            self.close()
            raise RuntimeError(f"the extraction child did not start: {error}") from error
        self._ready = kind == READY

    def extract(self, data: bytes, name: str, limits: Limits) -> Document:
        """Send one file, wait for its document; ends the child where a limit is passed.

        Raises:
            UnreadableDocument: The child says so, crashed, or passed a limit.
        """
        self.wait_ready()
        described = json.dumps([name, asdict(limits)]).encode("ascii")
        request = b"".join((REQUEST.pack(len(described), len(data)), described, data))
        try:
            kind, payload = self._exchange(request, limits, time.monotonic() + limits.seconds)
            return _understand(kind, payload, name)
        except _CutShort as error:
            self.close()
            raise UnreadableDocument(name, error.reason, error.remedy) from error
        except UnreadableDocument:
            raise
        except BaseException:
            # Interrupted between question and answer: the answer must not meet the next file.
            self.close()
            raise

    def close(self) -> None:
        """End the child and everything it started, and remove its folder."""
        if self._closed:
            return
        self._closed = True
        kill_family(self.pid, self._folder)
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _exchange(self, request: bytes, limits: Limits, deadline: float) -> tuple[bytes, bytes]:
        """Send a request and read one answer, watching time and memory meanwhile."""
        to_send = memoryview(request)
        received = bytearray()
        family_watch = time.monotonic() + _FAMILY_WATCH_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            if to_send:
                selector.register(self._requests, selectors.EVENT_WRITE)
            while not _is_whole(received, limits):
                events = selector.select(_WATCH_SECONDS)
                for key, _ in events:
                    if key.fileobj is self._answers:
                        received += self._receive()
                    else:
                        to_send = to_send[self._send(to_send) :]
                        if not to_send:
                            selector.unregister(self._requests)
                now = time.monotonic()
                if now > deadline:
                    raise _CutShort(f"读取时间超过上限 {limits.seconds:g} 秒", _SPLIT_REMEDY)
                self._watch_memory(limits, with_descendants=now > family_watch)
                if now > family_watch:
                    family_watch = now + _FAMILY_WATCH_SECONDS
        kind, length = ANSWER.unpack_from(received)
        return kind, bytes(memoryview(received)[ANSWER.size : ANSWER.size + length])

    def _receive(self) -> bytes:
        try:
            chunk = os.read(self._answers.fileno(), _PIPE_BYTES)
        except BlockingIOError:
            return b""
        if not chunk:
            raise _CutShort(self._how_it_ended(), _DAMAGED_REMEDY)
        return chunk

    def _send(self, data: memoryview) -> int:
        try:
            return os.write(self._requests.fileno(), data[:_PIPE_BYTES])
        except BlockingIOError:
            return 0
        except BrokenPipeError as error:
            raise _CutShort(self._how_it_ended(), _DAMAGED_REMEDY) from error

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        if code is None:
            return f"{_CRASHED}异常中止"
        if code < 0:
            return f"{_CRASHED}崩溃（{signal.Signals(-code).name}）"
        return f"{_CRASHED}异常退出（代码 {code}）"

    def _watch_memory(self, limits: Limits, *, with_descendants: bool) -> None:
        if resident_bytes(self.pid, with_descendants=with_descendants) > limits.memory_bytes:
            raise _CutShort(f"读取所需内存超过上限 {limits.memory_bytes // MEBIBYTE} MB", _SPLIT_REMEDY)


def _environment(folder: str) -> dict[str, str]:
    """What the child sees of the environment: no tokens, no passwords, no home."""
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    return {**kept, "HOME": folder, "TMPDIR": folder, "PYTHONIOENCODING": "utf-8"}


def _is_whole(received: bytearray, limits: Limits) -> bool:
    if len(received) < ANSWER.size:
        return False
    _, length = ANSWER.unpack_from(received)
    if length > limits.memory_bytes:
        raise _CutShort("解析结果超过内存上限", _SPLIT_REMEDY)
    return len(received) >= ANSWER.size + int(length)


def _understand(kind: bytes, payload: bytes, name: str) -> Document:
    try:
        if kind == DOCUMENT:
            return decode_document(payload)
        if kind == UNREADABLE:
            reason, remedy = json.loads(payload)
            raise UnreadableDocument(name, str(reason), str(remedy))
    except ValueError as error:
        raise _CutShort("解析程序给出的结果无效", _DAMAGED_REMEDY) from error
    raise _CutShort("解析程序给出的结果无效", _DAMAGED_REMEDY)


class _Pool:
    """Idle children. Each belongs to one caller at a time; at most one a core waits."""

    def __init__(self) -> None:
        self._idle: list[ExtractionChild] = []
        self._lock = threading.Lock()

    def take(self) -> ExtractionChild:
        """An idle child, or a new one."""
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None:
                return ExtractionChild()
            if child.usable:
                return child
            child.close()

    def give_back(self, child: ExtractionChild) -> None:
        """Keep the child for the next file, or end it where it is spent."""
        if child.usable:
            with self._lock:
                if len(self._idle) < (os.cpu_count() or 1):
                    self._idle.append(child)
                    return
        child.close()

    def close(self) -> None:
        """End all idle children."""
        with self._lock:
            children, self._idle = self._idle, []
        for child in children:
            child.close()

    def forget(self) -> None:
        """After a fork: the children belong to the process that started them."""
        self._lock = threading.Lock()
        self._idle = []


_POOL = _Pool()
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.forget)
