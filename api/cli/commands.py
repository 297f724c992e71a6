"""The table of commands, and the overview that is shown without loading any of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command: the module below `api.cli` that holds its ``app``, and what it does."""

    module: str
    help: str


COMMANDS: dict[str, CommandEntry] = {
    "check": CommandEntry("check", "审查文件、文件夹或压缩包，列出问题"),
    "extract": CommandEntry("extract", "读出文件的文字和每个字的位置"),
    "rules": CommandEntry("rules", "列出、查看、测试规则"),
    "laws": CommandEntry("laws", "在法规目录中查找、查看法规"),
    "train": CommandEntry("train", "用语料训练分类器"),
    "evaluate": CommandEntry("evaluate", "用标注数据计算准确率和召回率"),
    "redact": CommandEntry("redact", "生成遮盖了个人信息和敏感内容的副本"),
    "audit": CommandEntry("audit", "批量审查大量文件，生成清理台账和看板"),
    "bench": CommandEntry("bench", "测量速度、内存和启动时间，与同类公开工具比较"),
    "serve": CommandEntry("serve", "启动网页服务"),
    "accounts": CommandEntry("accounts", "管理账户，导出、核对操作日志"),
    "bundle": CommandEntry("bundle", "制作、核对、安装签名的规则包，或者退回"),
    "worker": CommandEntry("worker", "只启动处理文件的进程，供另一台机器上的网页服务使用"),
}

_EXIT_CODES = """\
退出码：
  0  没有达到 --fail-on 级别的问题
  1  有达到 --fail-on 级别（默认 violation）的问题
  2  用法有误，或者有文件完全无法读取
  3  有文件只审查了一部分
"""


def overview() -> str:
    """What ``reviewer --help`` prints."""
    width = max(len(name) for name in COMMANDS) + 2
    lines = "".join(f"  {name:<{width}}{entry.help}\n" for name, entry in COMMANDS.items())
    return (
        "用法：reviewer 命令 [选项] [参数]\n\n"
        "规范性文件智能审查：公平竞争审查、合法性审核、公开审查、文本规范。全程离线。\n\n"
        f"命令：\n{lines}\n"
        "选项：\n  --help     显示本说明；reviewer 命令 --help 显示该命令的说明\n"
        "  --version  显示版本\n\n"
        f"{_EXIT_CODES}"
    )
