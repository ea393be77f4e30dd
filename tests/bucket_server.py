"""A small S3-compatible store in a thread: the verbs that the site uses, each request judged by its signature (SigV4).

Objects keep the headers that they came with. Whoever does not sign reads what lies under public/ and nothing else, as
docs/configuration.md asks of a bucket's policy. Requests that ask for an access list are refused, as many stores refuse them.
"""

import contextlib
import datetime
import hashlib
import hmac
import itertools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET, KEY, SECRET, REGION = "foto", "KUNCI", "rahasia/1", "ap-southeast-3"


class Store(ThreadingHTTPServer):
    """`objects` maps a name to its (bytes, headers); `log` has (method, name) of each request; `outage` is a status to answer
    all signed writes with, or None."""

    daemon_threads = True

    def __init__(self):
        self.objects, self.log, self.outage, self.uploads = {}, [], None, {}
        self.numbers = itertools.count(1)
        super().__init__(("127.0.0.1", 0), Request)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def url(self):
        """As STORAGE_BUCKET_URL."""
        return f"http://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{self.server_port}/{BUCKET}?region={REGION}"

    def names(self, start=""):
        return sorted(name for name in self.objects if name.startswith(start))


@contextlib.contextmanager
def running():
    store = Store()
    thread = threading.Thread(target=store.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()
        thread.join()


def digest(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature(method, path, query, headers, signed, payload, moment, scope):
    """AWS Signature Version 4, docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""
    asked = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(query))
    told = "".join(f"{name}:{' '.join((headers[name] or '').split())}\n" for name in signed)
    canonical = "\n".join([method, path, asked, told, ";".join(signed), payload])
    key = b"AWS4" + SECRET.encode()
    for part in scope.split("/"):
        key = digest(key, part)
    told = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    return digest(key, told).hex()


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def judge(self):
        parts = urlsplit(self.path)
        self.query = parse_qsl(parts.query, keep_blank_values=True)
        self.asked = dict(self.query)
        bucket, _slash, self.name = unquote(parts.path).lstrip("/").partition("/")
        self.content = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.log.append((self.command, self.name))
        is_read = self.command in ("GET", "HEAD")
        if bucket != BUCKET:
            return self.refuse(404, "NoSuchBucket")
        is_anonymous = not self.headers["Authorization"] and "X-Amz-Signature" not in self.asked
        if is_anonymous and not (is_read and self.name.startswith("public/")):
            return self.refuse(403, "AccessDenied")
        if not is_anonymous and not self.is_signed(parts.path):
            return self.refuse(403, "AccessDenied")
        if self.server.outage:
            return self.refuse(self.server.outage, "InternalError")
        if self.headers["x-amz-acl"]:
            return self.refuse(400, "AccessControlListNotSupported")
        return getattr(self, f"on_{self.command.lower()}")()

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = judge  # noqa: N815

    def is_signed(self, path):
        """Whether a header or the query carries the signature that the shared secret gives this very request."""
        if authorization := self.headers["Authorization"]:
            algorithm, _space, rest = authorization.partition(" ")
            told = dict(part.strip().split("=", 1) for part in rest.split(","))
            credential, signed, sent = told["Credential"], told["SignedHeaders"], told["Signature"]
            moment, payload, query = self.headers["X-Amz-Date"], self.headers["X-Amz-Content-SHA256"], self.query
            if payload != hashlib.sha256(self.content).hexdigest():
                return False
        else:
            algorithm, credential, signed, sent, moment = (
                self.asked[f"X-Amz-{name}"]
                for name in ("Algorithm", "Credential", "SignedHeaders", "Signature", "Date")
            )
            payload, query = "UNSIGNED-PAYLOAD", [pair for pair in self.query if pair[0] != "X-Amz-Signature"]
            begun = datetime.datetime.strptime(moment + "+0000", "%Y%m%dT%H%M%SZ%z")
            if datetime.datetime.now(datetime.UTC) - begun > datetime.timedelta(
                seconds=int(self.asked["X-Amz-Expires"])
            ):
                return False
        key, _slash, scope = credential.partition("/")
        wanted = signature(
            self.command, path, query, self.headers, signed.split(";"), payload, moment, scope
        )  # fmt: skip
        return algorithm == "AWS4-HMAC-SHA256" and key == KEY and hmac.compare_digest(wanted, sent)

    def on_put(self):
        if "partNumber" in self.asked:
            self.server.uploads[self.asked["uploadId"]][1][int(self.asked["partNumber"])] = self.content
        else:
            self.server.objects[self.name] = (self.content, self.kept_headers())
        self.answer(200, headers={"ETag": f'"{hashlib.md5(self.content).hexdigest()}"'})

    def on_post(self):
        """A large file: begun, sent in parts (on_put), put together."""
        if "uploads" in self.asked:
            number = str(next(self.server.numbers))
            self.server.uploads[number] = (self.kept_headers(), {})
            return self.answer(
                200, f"<InitiateMultipartUploadResult><UploadId>{number}</UploadId></InitiateMultipartUploadResult>"
            )
        headers, parts = self.server.uploads.pop(self.asked["uploadId"])
        self.server.objects[self.name] = (b"".join(parts[number] for number in sorted(parts)), headers)
        return self.answer(200, "<CompleteMultipartUploadResult/>")

    def on_delete(self):
        self.server.objects.pop(self.name, None)
        self.server.uploads.pop(self.asked.get("uploadId"), None)
        self.answer(204)

    def on_get(self):
        if not self.name:
            return self.list()
        if self.name not in self.server.objects:
            return self.refuse(404, "NoSuchKey")
        content, headers = self.server.objects[self.name]
        status = 200
        if wanted := self.headers["Range"]:
            first, last = wanted.removeprefix("bytes=").split("-")
            last = min(int(last or len(content) - 1), len(content) - 1)
            headers = headers | {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
            content, status = content[int(first) : last + 1], 206
        return self.answer(status, content, headers)

    on_head = on_get

    def list(self):
        """ListObjects with a delimiter, all on one page."""
        start = self.asked["prefix"]
        names = self.server.names(start)
        files = [name for name in names if "/" not in name[len(start) :]]
        folders = {start + name[len(start) :].partition("/")[0] + "/" for name in names if name not in files}
        self.answer(
            200,
            "<ListBucketResult><IsTruncated>false</IsTruncated>"
            + "".join(f"<Contents><Key>{escape(name)}</Key></Contents>" for name in files)
            + "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in sorted(folders))
            + "</ListBucketResult>",
        )

    def kept_headers(self):
        now = datetime.datetime.now(datetime.UTC)
        kept = {name: self.headers[name] for name in ("Content-Type", "Cache-Control") if self.headers[name]}
        return kept | {"Last-Modified": f"{now:%a, %d %b %Y %H:%M:%S} GMT"}

    def refuse(self, status, code):
        self.answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>")

    def answer(self, status, content=b"", headers=()):
        content = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        for name, value in ({"Content-Type": "application/xml"} | dict(headers)).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
