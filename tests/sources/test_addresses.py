"""Addresses are asked for their files, and what fails is told as an issue can tell it."""

from dataclasses import replace

import pytest
from test_retrieve import entry, not_found, server, whole

from coalitions.sources import addresses
from coalitions.sources.addresses import check_addresses, report


def broken(request):
    request.send_error(503)


def answer_of(url):
    return check_addresses([entry(url)], attempts=2, pause=0)["answer"].item()


def html(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/html; charset=utf-8")
    request.end_headers()


def test_a_file_that_is_there(tmp_path):
    with server(whole) as (url, asked):
        assert answer_of(url) == "ok"
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "said", "times"),
    [(not_found, "404", 1), (broken, "503", 2), (html, "a web page, not data", 1)],
)
def test_what_is_gone_is_told_apart(answer, said, times):
    with server(answer) as (url, asked):
        assert said in answer_of(url)
    assert len(asked) == times


def test_a_server_that_recovers_is_fine():
    with server([broken, whole]) as (url, _):
        assert answer_of(url) == "ok"


def test_nobody_listens():
    assert "ConnectionError" in answer_of("http://127.0.0.1:9/toy.csv")


def test_second_addresses_are_asked_too_and_the_report_names_what_failed():
    with server(whole) as (first, _), server(not_found) as (second, _):
        found = check_addresses([replace(entry(first), mirror_url=second)], pause=0)
        text = report(found)
    assert found["which"].tolist() == ["first", "second"]
    assert text.startswith("1 of 2 addresses")
    assert f"- `toy` 1, second address: 404 Not Found ({second})" in text
    assert first not in text


def test_it_ends_with_1_when_one_is_gone(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(addresses, "_PAUSE", 0)
    for answer, code in ((whole, 0), (not_found, 1)):
        with server(answer) as (url, _):
            path = tmp_path / "sources.csv"
            path.write_text(
                "dataset,version,file,format,url,sha256,bytes,first_year,last_year\n"
                f"toy,1,toy.csv,csv,{url},x,1,,\n",
                encoding="utf-8",
            )
            assert addresses.main(path) == code
        assert ("All 1 addresses" in capsys.readouterr().out) == (code == 0)
