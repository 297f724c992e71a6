"""Credentials with their value."""

from __future__ import annotations

import pytest

from tests.reviewer.checkers.disclosure import findings_in, quotes_in


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("管理员口令：Zwfw@2024。", ["Zwfw@2024"]),
        ("初始密码为Abc123456，请修改", ["Abc123456"]),
        ("门禁密码369258#，离开锁门", ["369258#"]),
        ("初始密码为身份证号后6位", ["身份证号后6位"]),
        ("appKey=a8f3c21e9d7b，appSecret=9f2b7c61d0e8", ["a8f3c21e9d7b", "9f2b7c61d0e8"]),
        ("jdbc:mysql://db:3306/gov?user=root&password=Root#2023", ["Root#2023"]),
        (
            "请求头Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOjF9",
            ["eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOjF9"],
        ),
        ("数据库root用户密码为空", ["密码为空"]),
        ("密码长度不少于12位，应当定期更换。", []),
        ("登录密码请向信息中心索取。", []),
        ("商用密码检测机构应当取得资质。", []),
        ("密码：********", []),
    ],
)
def test_a_secret_is_one_where_its_value_stands(text: str, quotes: list[str]) -> None:
    """Rules about passwords hold none."""
    assert quotes_in(text, "credential") == quotes


def test_a_private_key_is_one_finding_over_its_lines() -> None:
    """The block is quoted over the line breaks and masked wholly."""
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAu3x9Qp\nAbCd"

    (finding,) = findings_in(text)

    assert finding.quote == text
    assert finding.masked_quote is not None
    assert not [c for c in finding.masked_quote if c.isalnum()]
