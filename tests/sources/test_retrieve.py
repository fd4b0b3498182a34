"""Raw files reach their place whole or not at all, and say why when they do not."""

import hashlib
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from coalitions.errors import SourceError, SourceUnavailable
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import (
    Patience,
    assert_complete,
    check,
    retrieve,
    retrieve_all,
)

DATA = b"state,year,cinc\n2,1951,0.3\n" * 50
IMPATIENT = Patience(attempts=2, stall=0.4, total=0.8)


def entry(url="http://127.0.0.1:9/none.csv", content=DATA):
    digest = hashlib.sha256(content).hexdigest()
    return Entry("toy", "1", "toy.csv", "csv", url, digest, len(content))


def whole(request):
    request.send_response(200)
    request.send_header("Content-Length", str(len(DATA)))
    request.end_headers()
    request.wfile.write(DATA)


def web_page(request):
    body = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def not_found(request):
    request.send_error(404)


def cut_off(request):
    request.send_response(200)
    request.send_header("Content-Length", str(len(DATA)))
    request.end_headers()
    request.wfile.write(DATA[:100])


def cut_off_unannounced(request):
    request.send_response(200)
    request.end_headers()
    request.wfile.write(DATA[:100])


def stall(request):
    request.send_response(200)
    request.send_header("Content-Length", str(len(DATA)))
    request.end_headers()
    request.wfile.write(DATA[:100])
    request.wfile.flush()
    time.sleep(1.0)


def trickle(request):
    request.send_response(200)
    request.send_header("Content-Length", str(len(DATA)))
    request.end_headers()
    for byte in DATA:
        try:
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


@contextmanager
def server(answer):
    """Serve on loopback, each request in turn by the next of `answer`, the last one for good."""
    answers = list(answer) if isinstance(answer, list) else [answer]
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)

        def log_message(self, *_):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/toy.csv", asked
    finally:
        httpd.shutdown()
        httpd.server_close()


def files_in(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def test_a_file_in_place_is_left_alone(tmp_path):
    place = entry().path_under(tmp_path)
    place.parent.mkdir(parents=True)
    place.write_bytes(DATA)
    before = place.stat().st_mtime_ns
    assert retrieve(entry(), tmp_path) == "in place"
    assert place.stat().st_mtime_ns == before


def test_the_mirror_comes_before_the_server(tmp_path):
    copy = entry().path_under(tmp_path / "mirror")
    copy.parent.mkdir(parents=True)
    copy.write_bytes(DATA)
    assert retrieve(entry(), tmp_path / "raw", tmp_path / "mirror", IMPATIENT) == "mirror"
    assert entry().path_under(tmp_path / "raw").read_bytes() == DATA


def test_a_tampered_mirror_is_refused_and_leaves_nothing(tmp_path):
    copy = entry().path_under(tmp_path / "mirror")
    copy.parent.mkdir(parents=True)
    copy.write_bytes(DATA.replace(b"0.3", b"0.4"))
    with pytest.raises(SourceError, match="is not the file the manifest describes"):
        retrieve(entry(), tmp_path / "raw", tmp_path / "mirror", IMPATIENT)
    assert files_in(tmp_path / "raw") == []


def test_download(tmp_path):
    with server(whole) as (url, _):
        assert retrieve(entry(url), tmp_path, None, IMPATIENT) == "download"
    assert entry().path_under(tmp_path).read_bytes() == DATA
    assert files_in(tmp_path) == ["toy.csv"]


def test_a_server_that_recovers_is_asked_again(tmp_path):
    with server([cut_off, whole]) as (url, asked):
        assert retrieve(entry(url), tmp_path, None, IMPATIENT) == "download"
    assert len(asked) == 2


@pytest.mark.parametrize("answer", [cut_off, stall, trickle, not_found])
def test_a_failing_server_makes_the_source_unavailable(tmp_path, answer):
    started = time.monotonic()
    with server(answer) as (url, asked), pytest.raises(SourceUnavailable) as caught:
        retrieve(entry(url), tmp_path, None, IMPATIENT)
    assert time.monotonic() - started < 10
    assert len(asked) == IMPATIENT.attempts
    assert url in str(caught.value)
    assert "toy 1" in str(caught.value)
    assert files_in(tmp_path) == []


def test_nobody_listens(tmp_path):
    with pytest.raises(SourceUnavailable, match="place the file by hand"):
        retrieve(entry(), tmp_path, None, IMPATIENT)


@pytest.mark.parametrize(
    ("answer", "what"), [(web_page, "is a web page, not data"), (cut_off_unannounced, "is cut off")]
)
def test_wrong_bytes_are_an_error_not_a_file(tmp_path, answer, what):
    with server(answer) as (url, _), pytest.raises(SourceError, match=what):
        retrieve(entry(url), tmp_path, None, IMPATIENT)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (DATA[:-1], "is cut off"),
        (DATA.replace(b"0.3", b"0.4"), "is not the file the manifest describes"),
        (b"\n<html>moved</html>", "is a web page, not data"),
    ],
)
def test_a_file_placed_by_hand_is_checked(tmp_path, content, what):
    place = entry().path_under(tmp_path)
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    with pytest.raises(SourceError, match=what) as caught:
        retrieve(entry(), tmp_path)
    for part in (entry().sha256, hashlib.sha256(content).hexdigest(), str(place), "make results"):
        assert part in str(caught.value)
    assert place.read_bytes() == content


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"toy\.csv is missing"):
        check(tmp_path / "toy.csv", entry())


def entries(url, number=3):
    return [replace(entry(f"{url}/{n}.csv"), dataset=f"toy{n}") for n in range(number)]


def test_a_server_that_does_not_answer_is_asked_once(tmp_path, monkeypatch):
    asked = []

    def refuse(url, **_):
        asked.append(url)
        raise requests.ConnectionError("no route")

    monkeypatch.setattr(requests, "get", refuse)
    table, origins = retrieve_all(entries("http://127.0.0.1:9"), tmp_path, patience=IMPATIENT)
    assert len(asked) == IMPATIENT.attempts
    assert table["problem"].eq("127.0.0.1:9 did not answer").all()
    assert origins.empty
    with pytest.raises(SourceUnavailable, match="3 of 3 raw files cannot be had: toy0 1, toy1 1"):
        assert_complete(table)


def test_files_at_hand_are_taken_though_their_server_is_silent(tmp_path):
    three = entries("http://127.0.0.1:9")
    mirror = three[2].path_under(tmp_path / "mirror")
    mirror.parent.mkdir(parents=True)
    mirror.write_bytes(DATA)
    table, origins = retrieve_all(three, tmp_path / "raw", tmp_path / "mirror", IMPATIENT)
    assert table["problem"].notna().tolist() == [True, True, False]
    assert origins.to_dict() == {"mirror": 1}


def test_a_server_that_answers_is_asked_for_every_file(tmp_path):
    with server([not_found, not_found, whole]) as (url, _):
        table, origins = retrieve_all(
            entries(url), tmp_path, patience=replace(IMPATIENT, attempts=1)
        )
    assert table["problem"].notna().tolist() == [True, True, False]
    assert "404" in table["problem"][0]
    assert origins.to_dict() == {"download": 1}
    assert_complete(table.tail(1))


def test_a_second_address_is_asked_when_the_first_fails(tmp_path):
    for number, answer in enumerate((not_found, web_page, stall, cut_off_unannounced)):
        with server(answer) as (first, _), server(whole) as (second, asked):
            both = replace(entry(first), mirror_url=second)
            folder = tmp_path / str(number)
            assert retrieve(both, folder, None, IMPATIENT) == "second address"
        assert entry().path_under(folder).read_bytes() == DATA
        assert len(asked) == 1


def test_a_second_address_is_left_alone_when_the_first_has_the_file(tmp_path):
    with server(whole) as (first, _), server(whole) as (second, asked):
        both = replace(entry(first), mirror_url=second)
        assert retrieve(both, tmp_path, None, IMPATIENT) == "download"
    assert asked == []


def test_a_second_address_with_other_bytes_is_no_help(tmp_path):
    with server(not_found) as (first, _), server(web_page) as (second, _):
        both = replace(entry(first), mirror_url=second)
        with pytest.raises(SourceUnavailable) as caught:
            retrieve(both, tmp_path, None, IMPATIENT)
    assert first in str(caught.value)
    assert second in str(caught.value)
    assert files_in(tmp_path) == []


def test_a_second_server_is_asked_though_the_first_is_silent(tmp_path):
    with server(whole) as (second, _):
        both = [
            replace(each, mirror_url=f"{second}/{n}")
            for n, each in enumerate(entries("http://127.0.0.1:9"))
        ]
        table, origins = retrieve_all(both, tmp_path, patience=IMPATIENT)
    assert table["problem"].isna().all()
    assert origins.to_dict() == {"second address": 3}
