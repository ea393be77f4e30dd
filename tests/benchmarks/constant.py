"""One response from a constant: what the server itself costs. CONSTANT_PAGE names a pickle of its headers and compressed body."""

import os
import pickle
from pathlib import Path

# What the server adds by itself.
OF_THE_SERVER = {"server", "date", "connection"}

headers, BODY = pickle.loads(Path(os.environ["CONSTANT_PAGE"]).read_bytes())
HEADERS = [pair for pair in headers if pair[0].lower() not in OF_THE_SERVER]


def application(environ, start_response):
    start_response("200 OK", list(HEADERS))
    return [BODY]
