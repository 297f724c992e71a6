"""The progress of an audit on a terminal: files a second, time left, errors."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpora.audit.engine import Event
    from corpora.audit.progress import Progress

    Listener = Callable[[Event, Progress], None]


@contextmanager
def shown_progress() -> Iterator[Listener | None]:
    """A listener that draws a bar on stderr; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    # No thread that draws by itself: workers are forked from this process.
    bar = Progress(
        TextColumn("审查"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        TextColumn("{task.fields[errors]}"),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    with bar:
        task = bar.add_task("审查", total=None, rate="", left="", errors="")
        yield _Drawer(bar, task).note


class _Drawer:
    """Redraws the bar at most five times a second."""

    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task, self._drawn = bar, task, 0.0

    def note(self, event: Event, progress: Progress) -> None:
        """Draw the state."""
        now = time.monotonic()
        if now - self._drawn < 0.2:
            return
        self._drawn = now
        state = progress.state()
        left = "" if state.seconds_left is None else f"约剩 {_duration(state.seconds_left)}"
        self._bar.update(
            self._task,
            total=state.total,
            completed=state.done,
            rate=f"{state.rate:.1f} 份/秒",
            left=left,
            errors=f"未读 {state.failed}，部分 {state.partly}" if state.failed + state.partly else "",
        )
        self._bar.refresh()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
