"""An object store on loopback for tests: moto's server, named by the environment as an operator would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import missing


@contextmanager
def bucket() -> Iterator[str]:
    """The address ``s3://…`` of an empty bucket while the server runs."""
    try:
        import s3fs
        from moto.server import ThreadedMotoServer
    except ImportError:
        missing("moto[server] or s3fs", "pip install 'reviewer[s3,dev]'")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem.clear_instance_cache()
        name = f"drafts-{port}"  # moto keeps its buckets beyond a server's end
        s3fs.S3FileSystem(endpoint_url=f"http://{host}:{port}").mkdir(name)
        yield f"s3://{name}"
    server.stop()
