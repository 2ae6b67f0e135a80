"""Serves moto on a free loopback port until standard input closes.

The port is the first line of standard output. Standard input is a pipe that the test
process holds, so that the server ends with it, however it ends. The argument is the
server's log, which nobody reads any more then.

`POST /copy` with the name of a log forks: the answer is the port of a new server that
goes on with everything that was made in this one so far. `POST /end` ends a server.

SDKs for Rust, Go and others speak Smithy RPC v2 over CBOR with CloudWatch; moto knows
AWS JSON there, but not that, so it is translated here.
"""

import contextlib
import gc
import io
import json
import os
import re
import signal
import sys
import threading

LOG = [sys.argv[1]]


def end_with_the_parent() -> None:
    # Not through `sys.stdin`: a copy would find its lock held by a thread it has not got.
    while os.read(0, 4096):
        pass
    with contextlib.suppress(OSError):
        os.remove(LOG[0])
    os._exit(0)


threading.Thread(target=end_with_the_parent, daemon=True).start()
# Nobody waits for copies that have ended.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

import botocore.session  # noqa: E402
from botocore.parsers import RpcV2CBORParser  # noqa: E402
from botocore.serialize import RpcV2CBORSerializer  # noqa: E402
from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from moto.iam import models as iam  # noqa: E402
from moto.organizations.models import (  # noqa: E402
    FakeDelegatedAdministrator,
    FakeServiceAccess,
)
from werkzeug.serving import make_server  # noqa: E402

# Of AWS's managed policies those that tests name: to list all takes moto two seconds.
POLICIES = {
    "AWSCloudShellFullAccess",
    "AWSSupportAccess",
    "AdministratorAccess",
    "IAMUserChangePassword",
    "ReadOnlyAccess",
    "SecurityAudit",
}
policies = json.loads(iam.aws_managed_policies_data)
iam.aws_managed_policies_data = json.dumps({n: policies[n] for n in POLICIES})
del policies
# Services that AWS has integrated since.
FakeServiceAccess.TRUSTED_SERVICES.append("iam.amazonaws.com")
FakeDelegatedAdministrator.SUPPORTED_SERVICES.append("iam.amazonaws.com")

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


class Copies:
    """Answers what is asked of the server itself."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/end":
            # First of all: who waits for the answer must not be let in once more.
            self.server.socket.close()
            os._exit(0)
        if path != "/copy":
            return self.app(environ, start_response)
        log = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        # What is there now is in both; a collection would write to all of it.
        gc.freeze()
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(reader)
            # The client waits until everybody has closed the connection.
            os.close(environ["werkzeug.socket"].fileno())
            self.server.socket.close()
            self.go_on(writer, log)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            port = pipe.read()
        start_response("200 OK", [("Content-Length", str(len(port)))])
        return [port]

    def go_on(self, writer, log):
        LOG[0] = log
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
        threading.Thread(target=end_with_the_parent, daemon=True).start()
        copy = listen(self)
        os.write(writer, str(copy.server_port).encode())
        os.close(writer)
        copy.serve_forever()
        os._exit(0)


def listen(app):
    server = make_server(
        "127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler
    )
    os.environ["MOTO_PORT"] = str(server.server_port)
    app.server = server
    return server


server = listen(Copies(CborCloudWatch(DomainDispatcherApplication(create_backend_app))))
print(server.server_port, flush=True)
sys.stdout = sys.stderr
server.serve_forever()
