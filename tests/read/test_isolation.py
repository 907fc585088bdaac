"""The process that reads a file: bounded in time and memory, no network, no writing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits, isolation, read_path
from pipeline.read.formats import Format
from pipeline.read.isolation import read_isolated
from tests.read import make_reports as make

ROOT = Path(__file__).resolve().parents[2]
TEXT = "第四批典型经验\n1.河北武安市“交邮下行”\n全市建成村级网点518个。\n"


def in_worker(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that is shut off as the worker is."""
    prepared = (
        "import sys; from pipeline.read import worker; from pipeline.read.limits import Limits;"
        f"worker._bound_resources(Limits()); sys.addaudithook(worker._forbid)\n{code}"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", prepared],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "open('written.txt', 'w')",
        "import pathlib; pathlib.Path('written.txt').write_bytes(b'x')",
        "import os; os.open('written.txt', os.O_CREAT)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_a_reader_can_neither_speak_nor_write_nor_start_anything(code: str) -> None:
    done = in_worker(code)
    assert done.returncode != 0
    assert "PermissionError: a reader tried" in done.stderr
    assert not (Path.cwd() / "written.txt").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_reader_gets_no_more_memory_than_its_limit() -> None:
    done = in_worker("x = bytearray(2 * 1024 ** 3)")
    assert "MemoryError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    data = make.word(make.word_paragraph("甲" * 9) * 150_000)
    limits = Limits(memory_bytes=120 * 1024 * 1024, expansion_ratio=10_000)
    with pytest.raises(InputError, match="memory_bytes"):
        read_isolated(Format.DOCX, data, "x.docx", limits)


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_GRACE_SECONDS", -0.999)
    with pytest.raises(InputError, match="`seconds`"):
        read_isolated(Format.DOCX, make.docx_typed(TEXT), "x.docx", Limits(seconds=1))


def test_an_error_of_the_reader_itself_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Format.ZIP  # has no reader, so that the process fails
    with pytest.raises(RuntimeError, match="Traceback"):
        read_isolated(broken, b"", "x.zip", Limits())


def test_a_module_in_the_working_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "lxml.py", "zipfile.py"):
        (tmp_path / name).write_text("raise SystemExit('taken over')\n", encoding="utf-8")
    (tmp_path / "x.docx").write_bytes(make.docx_typed(TEXT))
    monkeypatch.chdir(tmp_path)
    assert read_path(Path("x.docx"))[0].text == TEXT


@pytest.fixture
def knocks() -> Iterator[list[str]]:
    """Listen on this machine and note every connection."""
    found: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            found.append("connected")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    found.append(str(server.getsockname()[1]))
    yield found
    stop.set()
    thread.join()
    server.close()


def documents_that_call_home(port: str) -> dict[str, bytes]:
    address = f"http://127.0.0.1:{port}/x"
    page = make.html_page(TEXT).replace(
        b"<body>",
        f'<body><img src="{address}"><link rel="stylesheet" href="{address}">'
        f'<iframe src="{address}"></iframe><script src="{address}"></script>'.encode(),
    )
    picture = f'<w:p><w:r><w:fldSimple w:instr="INCLUDEPICTURE {address}"/></w:r></w:p>'
    return {
        "page.html": page,
        "page.mht": make.mht_page(TEXT).replace(b"Subject: report", f"Subject: {address}".encode()),
        "report.docx": make.word(make.word_paragraph(TEXT) + picture),
        "report.ofd": make.ofd(TEXT).replace(b"ofdspec", b"ofdspec"),
    }


def test_no_reader_calls_an_address_in_a_document(tmp_path: Path, knocks: list[str]) -> None:
    made = documents_that_call_home(knocks[0])
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        read_path(tmp_path / name)
    assert knocks[1:] == []


@pytest.mark.skipif(make.soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_calls_no_address_in_a_document(tmp_path: Path, knocks: list[str]) -> None:
    address = f"http://127.0.0.1:{knocks[0]}/x.png"
    rtf = (
        r"{\rtf1\ansi 518 {\field{\*\fldinst INCLUDEPICTURE \\d \"" + address + r"\"}{\fldrslt }}"
        r"\par}"
    )
    (tmp_path / "x.doc").write_text(rtf, encoding="ascii")
    assert "518" in read_path(tmp_path / "x.doc")[0].text
    assert knocks[1:] == []
