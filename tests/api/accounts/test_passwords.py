"""Passwords and secrets: what is kept of them, and which are refused."""

import pytest

from api.accounts.credentials import digest_secret, new_one_time_password, new_secret
from api.accounts.passwords import (
    MAX_CHARACTERS,
    UnfitPassword,
    check_new_password,
    hash_password,
    needs_rehash,
    verify_password,
)


def test_a_password_is_kept_as_argon2id_and_known_again() -> None:
    """The hash holds no trace of the password, and two hashes of it differ."""
    first, second = hash_password("春江水暖鸭先知 1086"), hash_password("春江水暖鸭先知 1086")

    assert first.startswith("$argon2id$")
    assert first != second
    assert "春江" not in first
    assert verify_password("春江水暖鸭先知 1086", first)
    assert not verify_password("春江水暖鸭先知 1087", first)
    assert not needs_rehash(first)


def test_full_width_and_half_width_are_one_password() -> None:
    """What looks the same on two keyboards is the same."""
    hashed = hash_password("ＡＢＣ春江水暖鸭先知")

    assert verify_password("ABC春江水暖鸭先知", hashed)


def test_nobody_and_a_foreign_hash_are_refused() -> None:
    """An account without a password, and a hash that is none, let nobody in."""
    assert not verify_password("nobody", None)
    assert not verify_password("任意密码任意密码", "!")


def test_a_password_longer_than_the_limit_is_refused_even_if_its_beginning_is_right() -> None:
    """Nothing is cut off silently."""
    password = "长" * MAX_CHARACTERS

    assert not verify_password(password + "尾", hash_password(password))


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("短密码", "至少"),
        ("长" * 129, "最多"),
        ("li.si-2026-青溪", "用户名"),
        ("Password12345!", "猜中"),
        ("1234567890123", "猜中"),
        ("aaaaaaaabbbb", "猜中"),
        ("原来的密码就是这一句", "相同"),
    ],
)
def test_an_unfit_password_is_refused_with_its_reason(password: str, words: str) -> None:
    """Length and guessability count; no rules of composition."""
    with pytest.raises(UnfitPassword, match=words):
        check_new_password(
            password, name="li.si", former="原来的密码就是这一句" if "原来" in password else None
        )


def test_a_sentence_is_a_good_password() -> None:
    """Words, blanks and any script are welcome."""
    check_new_password("竹外桃花 三两枝 春江水暖", name="li.si", former="别的")


def test_secrets_are_long_unlike_and_kept_as_digests() -> None:
    """256 random bits; the digest says nothing of them."""
    secrets = {new_secret("rvt_") for _ in range(100)}

    assert len(secrets) == 100
    assert all(len(secret) >= 4 + 43 for secret in secrets)
    assert all(secret not in digest_secret(secret) for secret in secrets)


def test_a_one_time_password_has_no_characters_that_look_alike() -> None:
    """It is read from a terminal and typed."""
    password = new_one_time_password()

    assert len(password) == 24
    assert not set(password) & set("0O1lI")
