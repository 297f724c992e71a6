"""Sending over TLS: the certificate must be trusted and name the host whose address is connected to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.webhooks.addresses import Destination
from api.webhooks.sending import Message, send_message

HOST = "oa.example.gov.cn"
MESSAGE = Message(id="m", event="review.done", body=b"{}", timestamp=1_800_000_000, secret="s")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for `HOST` that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A receiver that speaks TLS on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204 if self.headers["Host"].startswith(HOST) else 421)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def _destination(host: str, port: int) -> Destination:
    return Destination(scheme="https", host=host, port=port, path="/", addresses=("127.0.0.1",))


def test_the_message_goes_to_the_checked_address_under_the_name_of_the_host(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No second look-up of the name; certificate and Host header are those of the name."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    outcome = send_message(MESSAGE, _destination(HOST, port))

    assert outcome.status == 204


def test_a_certificate_for_another_name_is_refused(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where whoever made it is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    outcome = send_message(MESSAGE, _destination("hr.example.gov.cn", port))

    assert outcome.status is None
    assert "TLS" in outcome.problem


def test_a_certificate_that_nobody_vouches_for_is_refused(port: int) -> None:
    """There is no switch to accept it."""
    outcome = send_message(MESSAGE, _destination(HOST, port))

    assert outcome.status is None
    assert "TLS" in outcome.problem
