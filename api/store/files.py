"""Files by digest, in a folder or anything else that fsspec reaches (S3 ...)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from pathlib import Path
from typing import Any

import fsspec

_UNFINISHED_SECONDS = 86_400


class MissingFile(Exception):
    """A file that the database names is not in the store."""


class FileStore:
    """Keeps bytes under their sha256. Nothing is ever overwritten: equal bytes are one file.

    Args:
        url: A folder, or an fsspec URL such as ``s3://bucket/prefix``.
        options: For the file system, such as keys and endpoint.
    """

    def __init__(self, url: str, **options: Any) -> None:
        self.url = url
        self._is_folder = "://" not in url
        # What another process has put must be seen at once.
        options |= {"auto_mkdir": True} if self._is_folder else {"use_listings_cache": False}
        self._files, root = fsspec.core.url_to_fs(url, **options)
        self._root = root.rstrip("/")

    def put(self, data: bytes) -> str:
        """Keep bytes and give their digest; they are on disk when this returns."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if self._files.exists(path):
            return digest
        if self._is_folder:
            self._move_in(data, path)
        else:
            self._files.pipe_file(path, data)  # an object appears whole or not at all
        return digest

    def _move_in(self, data: bytes, path: str) -> None:
        """Written beside its place and moved there: a file that has its name is whole, and on disk."""
        unfinished = f"{self._root}/unfinished/{secrets.token_hex(8)}"
        try:
            with self._files.open(unfinished, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            self._files.makedirs(os.path.dirname(path), exist_ok=True)
            self._files.mv(unfinished, path)
        except BaseException:
            with contextlib.suppress(OSError):  # nothing of a document is left where nobody looks for it
                os.unlink(unfinished)
            raise

    def get(self, digest: str) -> bytes:
        """The bytes of a digest.

        Raises:
            MissingFile: They are not there.
        """
        try:
            data: bytes = self._files.cat_file(self._path(digest))
        except FileNotFoundError as error:
            raise MissingFile(digest) from error
        return data

    def holds(self, digest: str) -> bool:
        """Whether the bytes are there."""
        return bool(self._files.exists(self._path(digest)))

    def answers(self) -> bool:
        """Whether the place where the files lie can be asked."""
        try:
            self._files.exists(f"{self._root}/unfinished")
        except Exception:  # noqa: BLE001  every file system has errors of its own
            return False
        return True

    def delete(self, digest: str) -> None:
        """Forget the bytes; silent where they are gone already."""
        with contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._path(digest))

    def stored_before(self, moment: float) -> list[str]:
        """Digests of the files of a folder that were put before a moment (seconds since 1970)."""
        found = Path(self._root).glob("[0-9a-f][0-9a-f]/*") if self._is_folder else ()
        return [path.name for path in found if path.stat().st_mtime < moment]

    def forget_unfinished(self) -> int:
        """Delete what a killed process left half-written more than a day ago; gives how many files."""
        if not self._is_folder:
            return 0
        deleted = 0
        for path in Path(self._root, "unfinished").glob("*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _UNFINISHED_SECONDS:
                    path.unlink()
                    deleted += 1
        return deleted

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest}"
