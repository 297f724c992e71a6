"""The program of the child process that extracts; `reviewer.extraction.child` starts it and asks it.

Requests come on standard input, answers go to what was standard output; both are moved
away first, so that nothing a library prints can get between. Where the parent ends, the
child ends with everything it started.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import queue
import resource
import select
import shutil
import struct
import threading
import traceback
from pathlib import Path

from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract, load_extractor
from reviewer.extraction.limits import MEBIBYTE, Limits
from reviewer.extraction.processes import adopt_orphans, end_children, kill_family, resident_bytes
from reviewer.extraction.sniff import MediaType
from reviewer.extraction.wire import encode_document

REQUEST = struct.Struct("<QQ")
ANSWER = struct.Struct("<cQ")
DOCUMENT, UNREADABLE, READY = b"D", b"U", b"R"
_REMEDY = "请用原软件打开并另存后再提交；仍不能读取时请把文件名和此提示告知管理员"
# Kinds whose libraries are loaded before the first request comes.
_COMMON = (MediaType.DOCX, MediaType.PDF, MediaType.TEXT, MediaType.HTML)
_PARENT_CHECK_SECONDS = 1.0
_LARGE_BYTES = 200 * MEBIBYTE

Request = tuple[bytes, str, Limits]


def main(folder: str) -> None:
    """Serve requests until the parent closes its end.

    Args:
        folder: The child's own temporary folder; it goes where the parent ends first.
    """
    source, target = _private_streams()
    _restrict()
    adopt_orphans()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(source, requests, os.getppid(), folder), daemon=True).start()
    for media_type in _COMMON:
        with contextlib.suppress(ImportError):
            load_extractor(media_type)
    _send(target, READY, b"")
    while True:
        _send(target, *_answer(*requests.get()))
        end_children()
        _release_memory()


def _private_streams() -> tuple[int, int]:
    """Descriptors for requests and answers; 0 and 1 lead nowhere afterwards."""
    source, target = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return source, target


def _restrict() -> None:
    """No core file with document text; under memory pressure the kernel takes the child, not the service."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800", encoding="ascii")


def _release_memory() -> None:
    """Give back what a large file needed, so that the child stays small enough to be kept."""
    if resident_bytes(os.getpid(), with_descendants=False) < _LARGE_BYTES:
        return
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # glibc only; others return memory by themselves or not at all


def _receive(source: int, requests: queue.SimpleQueue[Request], parent: int, folder: str) -> None:
    """Read requests on a thread of its own, which also notices that the parent has ended."""
    with open(source, "rb", buffering=0) as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], _PARENT_CHECK_SECONDS)
            if os.getppid() != parent:
                break
            if ready:
                request = _read_request(source)
                if request is None:
                    break
                requests.put(request)
    kill_family(os.getsid(0), folder)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _read_request(source: int) -> Request | None:
    head = _read(source, REQUEST.size)
    if head is None:
        return None
    head_bytes, data_bytes = REQUEST.unpack(head)
    described = _read(source, head_bytes)
    data = _read(source, data_bytes)
    if described is None or data is None:
        return None
    name, limits = json.loads(described)
    return data, name, Limits(**limits)


def _read(source: int, size: int) -> bytes | None:
    """Exactly so many bytes, None where the stream ends before."""
    chunks = []
    while size:
        chunk = os.read(source, min(size, 1 << 20))
        if not chunk:
            return None
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _send(target: int, kind: bytes, payload: bytes) -> None:
    for part in (ANSWER.pack(kind, len(payload)), payload):
        left = memoryview(part)
        while left:
            left = left[os.write(target, left) :]


def _answer(data: bytes, name: str, limits: Limits) -> tuple[bytes, bytes]:
    try:
        return DOCUMENT, encode_document(extract(data, name, limits))
    except UnreadableDocument as error:
        return UNREADABLE, _pack_error(error.reason, error.remedy)
    except MemoryError:
        return UNREADABLE, _pack_error("读取时内存不足", "请拆分文件后分别提交")
    except Exception as error:  # noqa: BLE001 - whatever a parser does, the next document is served
        return UNREADABLE, _pack_error(f"解析时出错（{_where(error)}）", _REMEDY)


def _pack_error(reason: str, remedy: str) -> bytes:
    return json.dumps([reason, remedy]).encode("ascii")


def _where(error: Exception) -> str:
    """Type and place of an unexpected error, for the maintainers; no message, it may hold text."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}，{Path(frame.filename).name} 第 {frame.lineno} 行"
