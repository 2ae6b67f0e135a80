"""Serves moto on a free loopback port until standard input closes.

The port is the first line of standard output. Standard input is a pipe that the test
process holds, so that the server ends with it, however it ends. The argument is the
server's log, which nobody reads any more then.

SDKs for Rust, Go and others speak Smithy RPC v2 over CBOR with CloudWatch; moto knows
AWS JSON there, but not that, so it is translated here.
"""

import contextlib
import io
import json
import os
import re
import sys
import threading


def end_with_the_parent() -> None:
    sys.stdin.buffer.read()
    with contextlib.suppress(OSError):
        os.remove(sys.argv[1])
    os._exit(0)


threading.Thread(target=end_with_the_parent, daemon=True).start()

import botocore.session  # noqa: E402
from botocore.parsers import RpcV2CBORParser  # noqa: E402
from botocore.serialize import RpcV2CBORSerializer  # noqa: E402
from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server  # noqa: E402

# What moto does not have is answered as by an account in which nobody made any.
NONE = {"ListAlarmMuteRules": {"AlarmMuteRuleSummaries": []}}
RPC_PATH = re.compile("/service/(GraniteServiceVersion20100801)/operation/([A-Za-z]+)")


class CborCloudWatch:
    """Translates Smithy RPC v2 calls of CloudWatch to AWS JSON 1.0 and back."""

    def __init__(self, app):
        self.app = app
        self.model = botocore.session.Session().get_service_model("cloudwatch")
        self.parser = RpcV2CBORParser()
        self.serializer = RpcV2CBORSerializer()

    def __call__(self, environ, start_response):
        rpc = RPC_PATH.fullmatch(environ["PATH_INFO"])
        if rpc is None:
            return self.app(environ, start_response)
        service, operation = rpc.groups()
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        asked = {}
        if body:
            stream = self.parser.get_peekable_stream_from_bytes(body)
            asked = self.parser.parse_data_item(stream)
        as_json = json.dumps(asked, default=str).encode()
        environ.update(
            {
                "PATH_INFO": "/",
                "RAW_URI": "/",
                "REQUEST_URI": "/",
                "CONTENT_TYPE": "application/x-amz-json-1.0",
                "CONTENT_LENGTH": str(len(as_json)),
                "HTTP_X_AMZ_TARGET": f"{service}.{operation}",
                "wsgi.input": io.BytesIO(as_json),
            }
        )
        environ.pop("HTTP_SMITHY_PROTOCOL", None)
        answered = {}

        def take(status, headers, exc_info=None):
            answered.update(status=status, headers=headers)

        if operation in NONE:
            answer = json.dumps(NONE[operation]).encode()
            take("200 OK", [])
        else:
            answer = b"".join(self.app(environ, take))
        cbor = self.encode(operation, answered["status"], answer)
        replaced = ("content-type", "content-length")
        headers = [h for h in answered["headers"] if h[0].lower() not in replaced]
        headers += [
            ("Content-Type", "application/cbor"),
            ("Content-Length", str(len(cbor))),
            ("smithy-protocol", "rpc-v2-cbor"),
        ]
        start_response(answered["status"], headers)
        return [cbor]

    def encode(self, operation, status, answer) -> bytes:
        out = bytearray()
        if status.startswith("200"):
            shape = self.model.operation_model(operation).output_shape
            value = json.loads(answer or b"{}")
            if shape is None:
                return b"\xa0"
            self.serializer._serialize_data_item(out, value, shape)
        else:
            try:
                error = json.loads(answer)
            except ValueError:
                error = {"message": answer.decode(errors="replace")}
            texts = [text for pair in error.items() for text in map(str, pair)]
            out.append(0xA0 | len(texts) // 2)
            for text in texts:
                self.serializer._serialize_type_string(out, text, None, None)
        return bytes(out)


server = make_server(
    "127.0.0.1",
    0,
    CborCloudWatch(DomainDispatcherApplication(create_backend_app)),
    threaded=True,
    request_handler=MotoRequestHandler,
)
os.environ["MOTO_PORT"] = str(server.server_port)
print(server.server_port, flush=True)
sys.stdout = sys.stderr
server.serve_forever()
