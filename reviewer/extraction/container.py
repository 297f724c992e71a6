"""Zip containers and XML parts of hostile origin, opened within limits.

docx, xlsx and OFD are zip files of XML. Members are checked before anything is unpacked
(count, size, ratio, overlap); XML is parsed without entities, DTDs or network.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import MEBIBYTE, Limits

_BOMB_REMEDY = "请在可信来源重新导出该文件后再提交"
_DAMAGED_REMEDY = "请用原软件打开并另存后再提交"
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED_FLAG = 0x1


class Container:
    """A zip file whose members can be read by name, in any case of letters.

    Raises:
        UnreadableDocument: Not a zip, encrypted, or beyond a limit.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._name = name
        # Stored names may begin with a slash or hold backslashes; `_key` makes them alike.
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as error:
            raise UnreadableDocument(name, "压缩容器已损坏，无法打开", _DAMAGED_REMEDY) from error
        self._check(limits)
        self._infos = {self._key(info.filename): info for info in self._zip.infolist() if not info.is_dir()}

    def names(self) -> list[str]:
        """Names of the members, as stored, in stored order."""
        return [info.filename for info in self._infos.values()]

    def infos(self) -> Iterator[zipfile.ZipInfo]:
        """The members' directory entries."""
        return iter(self._infos.values())

    def __contains__(self, member: str) -> bool:
        return self._key(member) in self._infos

    def read(self, member: str) -> bytes | None:
        """The bytes of a member, None where there is none of that name.

        Raises:
            UnreadableDocument: The member is damaged.
        """
        info = self._infos.get(self._key(member))
        if info is None:
            return None
        try:
            return self._zip.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise UnreadableDocument(self._name, "压缩容器内有损坏的部分", _DAMAGED_REMEDY) from error

    def xml(self, member: str) -> etree._Element | None:
        """The root of an XML member, None where the member is missing or holds no XML at all."""
        data = self.read(member)
        return parse_xml(data) if data else None

    @staticmethod
    def _key(member: str) -> str:
        return posixpath.normpath(member.replace("\\", "/").lstrip("/")).lower()

    def _check(self, limits: Limits) -> None:
        infos = self._zip.infolist()
        if len(infos) > limits.members:
            self._refuse(f"容器内文件数 {len(infos)} 超过上限 {limits.members}")
        if sum(info.file_size for info in infos) > limits.unpacked_bytes:
            self._refuse(f"解压后总大小超过上限 {limits.unpacked_bytes // MEBIBYTE} MB")
        for info in infos:
            if info.flag_bits & _ENCRYPTED_FLAG:
                raise UnreadableDocument(self._name, "文件已加密", "请解除密码后再提交")
            if info.file_size > limits.member_bytes:
                self._refuse(f"容器内单个文件超过上限 {limits.member_bytes // MEBIBYTE} MB")
            if info.file_size > MEBIBYTE and info.file_size > limits.ratio * max(info.compress_size, 1):
                self._refuse(f"压缩比超过上限 {limits.ratio}，疑似压缩炸弹")
        self._check_overlap(infos)

    def _check_overlap(self, infos: list[zipfile.ZipInfo]) -> None:
        """Overlapping members are the mark of a zip bomb; the standard library accepts them."""
        end = 0
        for info in sorted(infos, key=lambda entry: entry.header_offset):
            if info.header_offset < end:
                self._refuse("容器内文件相互重叠，疑似压缩炸弹")
            end = info.header_offset + _LOCAL_HEADER_BYTES + len(info.orig_filename) + info.compress_size

    def _refuse(self, reason: str) -> None:
        raise UnreadableDocument(self._name, reason, _BOMB_REMEDY)


def parse_xml(data: bytes) -> etree._Element | None:
    """Root of an XML text, mended where it is damaged; None where nothing can be read.

    Entities are not resolved, no DTD is loaded, nothing is fetched; libxml2's own limits
    on depth and size stay on.
    """
    return parse_damaged_xml(data)[0]


def parse_damaged_xml(data: bytes) -> tuple[etree._Element | None, bool]:
    """As `parse_xml`, with whether a part was lost or mended: the caller reports it as unread."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, True
    return root, any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)


def local_name(element: etree._Element) -> str:
    """Tag without its namespace; empty for comments and entities."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
