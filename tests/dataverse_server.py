"""A server on loopback that behaves as Dataverse does."""

import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from coalitions.sources.originals import ORIGINALS

PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"


@dataclass
class Held:
    """A file as the repository has it: ingested to a .tab, or, without one, as uploaded.

    ``checksum_of`` is what the MD5 it shows is of: "body" (the .tab without its row of names),
    "tab" or "upload". ``behaviour`` is how it is served: "whole", "guestbook", "cut off", "slow",
    "stall", "page" or "other". Older servers do not name the upload (``named``).
    """

    tab: bytes | None
    upload: bytes = b"as uploaded"
    checksum_of: str = "body"
    behaviour: str = "whole"
    named: bool = True
    asked: list = field(default_factory=list)

    def md5(self):
        body = self.tab.partition(b"\n")[2] if self.tab else b""
        content = {"body": body, "tab": self.tab, "upload": self.upload}[self.checksum_of]
        return hashlib.md5(content).hexdigest()


def metadata(files, dataset):
    """Describe the files of a dataset as the native API does."""
    described = []
    for name, held in files.items():
        deposit = ORIGINALS[name]
        if f"doi:{deposit.dataset}" != dataset:
            continue
        ingested = held.tab is not None
        file = {
            "persistentId": f"doi:{deposit.file}",
            "filename": f"{deposit.stem}{'.tab' if ingested else '.dta'}",
            "filesize": len(held.tab.partition(b"\n")[2] if ingested else held.upload),
            "checksum": {"type": "MD5", "value": held.md5()},
            "md5": held.md5(),
            "tabularData": ingested,
        }
        if ingested:
            file |= {"originalFileFormat": "application/x-stata-13"}
            if held.named:
                file |= {"originalFileName": f"{deposit.stem}.dta"}
        described += [{"dataFile": {"filename": "read_me.txt", "persistentId": "doi:other"}}]
        described += [{"dataFile": file}]
    return {"status": "OK", "data": {"latestVersion": {"files": described}}}


@contextmanager
def dataverse(**files):
    """Serve files by name of the original; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def do_GET(self):
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            if parts.path == "/api/datasets/:persistentId/":
                found = metadata(files, query["persistentId"][0])
                body = json.dumps(found).encode()
                return (
                    self.answer(body)
                    if found["data"]["latestVersion"]["files"]
                    else (self.send_error(404))
                )
            if parts.path == "/api/access/datafile/:persistentId/":
                (name,) = (
                    n for n in files if f"doi:{ORIGINALS[n].file}" == query["persistentId"][0]
                )
                form = query.get("format", ["tab"])[0]
                files[name].asked.append(form)
                if files[name].behaviour == "guestbook":
                    return self.send_error(403, "You may not download this file without a form")
                self.send_response(303)
                self.send_header("Location", f"/storage/{name}/{form}?signature=abc")
                self.send_header("Content-Length", "0")
                return self.end_headers()
            _, _, name, form = parts.path.split("/")
            held = files[name]
            self.serve(held.upload if form == "original" or held.tab is None else held.tab, held)

        def answer(self, body):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def serve(self, body, held):
            if held.behaviour == "page":
                return self.answer(PAGE)
            if held.behaviour == "other":
                return self.answer(body.replace(b"1", b"2"))
            if held.behaviour == "whole":
                return self.answer(body)
            self.send_response(200)
            if held.behaviour != "cut off":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:40])
            self.wfile.flush()
            if held.behaviour == "stall":
                time.sleep(1.0)
            for byte in body[40:] if held.behaviour == "slow" else b"":
                try:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
