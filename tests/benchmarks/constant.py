"""The bytes of one page from a constant: what the server itself costs. CONSTANT_PAGE names the file with the compressed body."""

import os
from pathlib import Path

BODY = Path(os.environ["CONSTANT_PAGE"]).read_bytes()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Vary", "Accept-Encoding"),
    ("Cache-Control", "public, max-age=0, s-maxage=60"),
    ("ETag", '"constant"'),
    ("Content-Length", str(len(BODY))),
]


def application(environ, start_response):
    start_response("200 OK", list(HEADERS))
    return [BODY]
