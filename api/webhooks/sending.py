"""Sending one signed message: to the checked address, without redirects, proxies, or a long wait."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from http import HTTPStatus

from api.webhooks.addresses import Destination
from api.webhooks.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign_message

_SECONDS = 10.0
_ANSWER_BYTES = 1 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an attempt.

    Attributes:
        status: HTTP status; None where nothing answered.
        problem: Why it failed, in Chinese; empty where it was delivered.
    """

    status: int | None
    problem: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to send.

    Attributes:
        id: The same in every attempt: a receiver that has seen it need not act again.
        event: What happened.
        body: JSON.
        timestamp: Seconds since 1970 of this attempt.
        secret: Signs it.
    """

    id: str
    event: str
    body: bytes
    timestamp: int
    secret: str


def send_message(message: Message, destination: Destination) -> Outcome:
    """Send it; whatever goes wrong is an outcome, not an error."""
    connection = _connection(destination)
    try:
        connection.request("POST", destination.path, body=message.body, headers=_headers(message))
        answer = connection.getresponse()
        answer.read(_ANSWER_BYTES)
    except ssl.SSLError:
        return Outcome(status=None, problem="TLS 证书不被信任或者协商失败")
    except TimeoutError:
        return Outcome(status=None, problem=f"对方在 {int(_SECONDS)} 秒内没有应答")
    except (OSError, http.client.HTTPException) as error:
        return Outcome(status=None, problem=f"无法送达（{type(error).__name__}）")
    finally:
        connection.close()
    outcome = Outcome(status=answer.status)
    if outcome.delivered:
        return outcome
    followed = (
        "；不跟随重定向" if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST else ""
    )
    return Outcome(status=answer.status, problem=f"对方应答 {answer.status}{followed}")


def _headers(message: Message) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "reviewer-webhook/1",
        "Reviewer-Event": message.event,
        "Reviewer-Delivery": message.id,
        TIMESTAMP_HEADER: str(message.timestamp),
        SIGNATURE_HEADER: sign_message(message.secret, message.timestamp, message.body),
    }


def _connection(destination: Destination) -> http.client.HTTPConnection:
    """A connection to the addresses that were checked, under the name that was asked for."""
    if destination.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            destination.host, destination.port, timeout=_SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(destination.host, destination.port, timeout=_SECONDS)

    def connect(_name: tuple[str, int], *arguments: object, **options: object) -> socket.socket:
        return _first_that_answers(destination)

    # The one place where http.client takes a socket made otherwise; `connect` then speaks TLS over it.
    connection._create_connection = connect  # type: ignore[attr-defined]
    return connection


def _first_that_answers(destination: Destination) -> socket.socket:
    failure: OSError | None = None
    for address in destination.addresses:
        try:
            return socket.create_connection((address, destination.port), timeout=_SECONDS)
        except OSError as error:
            failure = error
    raise failure or OSError("no address")
