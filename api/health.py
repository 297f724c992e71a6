"""Whether the service can do its work, told truly: database, disk, workers, rules."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.service import Service
from api.settings import Settings
from api.store.base import utc_now
from api.store.jobs import IdempotencyKey, Worker
from api.store.migrate import current_revision, head_revision

_ALIVE = timedelta(seconds=30)
_LEAST_FREE_BYTES = 200 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that the service needs.

    Attributes:
        remedy: In Chinese, where it is not well.
    """

    name: str
    well: bool
    remedy: str = ""


def checks(service: Service) -> list[Check]:
    """Everything the service needs, each tried now."""
    return [_database(service), _disk(service), _workers(service), _rules(service)]


def free_bytes(settings: Settings) -> int:
    """Room on the disk of the stored files; of the data folder where they lie elsewhere."""
    place = Path(settings.files_url if "://" not in settings.files_url else settings.data_folder)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def _database(service: Service) -> Check:
    try:
        if current_revision(service.database) != head_revision():
            return Check(
                name="database", well=False, remedy="数据库结构与程序版本不一致，请重新启动服务完成升级"
            )
        with service.database.writing() as session:  # a database that only reads is not well
            session.merge(IdempotencyKey(caller="-", key="readiness", request_digest="", status=0))
    except SQLAlchemyError:
        return Check(name="database", well=False, remedy="数据库不能读写，请检查数据库服务、磁盘空间和权限")
    return Check(name="database", well=True)


def _disk(service: Service) -> Check:
    settings = service.settings
    if free_bytes(settings) < _LEAST_FREE_BYTES:
        return Check(name="disk", well=False, remedy="存放文件的磁盘空间不足，请清理或者扩容")
    if "://" not in settings.files_url:
        probe = Path(settings.files_url) / f"probe-{secrets.token_hex(4)}"
        try:
            descriptor = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            os.close(descriptor)
            probe.unlink()
        except OSError:
            return Check(name="disk", well=False, remedy="存放文件的文件夹不能写入，请检查权限和磁盘")
    elif not service.files.answers():
        return Check(name="disk", well=False, remedy="存放文件的对象存储没有应答，请检查地址和密钥")
    return Check(name="disk", well=True)


def _workers(service: Service) -> Check:
    remedy = "没有正在工作的处理进程，文件会排队等候；请查看日志，或者启动 reviewer worker"
    try:
        with service.database.reading() as session:
            query = select(func.count()).select_from(Worker).where(Worker.heartbeat_at > utc_now() - _ALIVE)
            alive = session.scalar(query) or 0
    except SQLAlchemyError:
        alive = 0
    return Check(name="workers", well=alive > 0, remedy="" if alive else remedy)


def _rules(service: Service) -> Check:
    loaded = bool(service.context.ruleset.rules) and bool(service.context.catalogue.names())
    return Check(name="rules", well=loaded, remedy="" if loaded else "没有载入规则或者法规目录")
