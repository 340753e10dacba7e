"""A small SPARQL server over a data set, for tests of what asks one; it answers each request in the way it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from rdflib import Dataset


@contextmanager
def serve(answer) -> Iterator[str]:
    """Run a server whose answers a function gives: query text → status, media type, body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, media_type, body = answer(form["query"][0])
            self.send_response(status)
            self.send_header("Location" if status in (301, 302) else "Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answers_from(dataset: Dataset):
    """Answer every query from a data set, as the protocol says."""

    def answer(text):
        try:
            result = dataset.query(text)
        except (SyntaxError, ValueError) as error:
            return 400, "text/plain", str(error).encode()
        form = "json" if result.type in ("SELECT", "ASK") else "nt"
        media_type = {"json": "application/sparql-results+json", "nt": "application/n-triples"}[form]
        return 200, media_type, result.serialize(format=form)

    return answer
