"""A print server of the test's own: CUPS on its own socket, with queues that write what a printer would get as PDF."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

QUEUES = {"Letter-Queue": "Letter", "A4-Queue": "A4", "Raw-Queue": "Letter"}
"""The paper in each. The raw queue says of itself that it does nothing to what it is sent."""
_PATIENCE = 120
"""Seconds; a busy computer is no failure of the program."""
_SIZES = {"Letter": (612, 792), "A4": (595, 842)}

_FILES = """ServerRoot {0}
RequestRoot {0}/spool
TempDir {0}/spool/tmp
CacheDir {0}/cache
StateDir {0}/state
ErrorLog {0}/log/error_log
AccessLog {0}/log/access_log
PageLog {0}/log/page_log
FileDevice Yes
"""
_SERVER = """Listen {0}/state/cups.sock
LogLevel debug
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Allow all
</Location>
<Policy default>
  <Limit All>
    Allow all
  </Limit>
</Policy>
"""
_DRIVER = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PDF.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test PDF"
*ShortNickName: "Test PDF"
*NickName: "Test PDF"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*OpenUI *Duplex/2-Sided: PickOne
*OrderDependency: 20 AnySetup *Duplex
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long: "<</Duplex true/Tumble false>>setpagedevice"
*Duplex DuplexTumble/Short: "<</Duplex true/Tumble true>>setpagedevice"
*CloseUI: *Duplex
*DefaultColorSpace: RGB
*FileSystem: False
*cupsManualCopies: True
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
"""


class PrintServer:
    """`printed(queue)` gives the PDF of the last job once the queue is empty."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder, self._process = folder, process
        self.socket = folder / "state" / "cups.sock"

    @property
    def ended(self) -> bool:
        """Whether it gave up."""
        return self._process.poll() is not None

    def call(self, *words: str) -> str:
        """One of the client's commands."""
        return subprocess.run(
            words,
            env={**os.environ, "CUPS_SERVER": str(self.socket)},
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
        ).stdout

    def printed(self, queue: str) -> bytes:
        """What came out of a queue; it is empty afterwards."""
        out = self.folder / "out" / f"{queue}.pdf"
        assert _wait(lambda: out.stat().st_size > 0 and not self.call("lpstat", "-o")), f"nothing came out of {queue}"
        data = out.read_bytes()
        out.write_bytes(b"")
        return data

    def log(self) -> str:
        """What the server wrote down, with the words that each job came with."""
        return (self.folder / "log" / "error_log").read_text()

    def end(self) -> None:
        """The server goes away."""
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def print_server() -> Iterator[PrintServer | None]:
    """Start one and make it the one that this process prints on; None where CUPS is not installed or does not start."""
    cupsd, lpadmin = shutil.which("cupsd", path=f"/usr/sbin:{os.environ.get('PATH', '')}"), shutil.which("lpadmin")
    if cupsd is None or lpadmin is None:
        yield None
        return
    folder = Path(mkdtemp(prefix="imr-print-"))
    folder.chmod(0o755)  # the server's filters run as another account
    for name in ("ppd", "spool/tmp", "cache", "state", "log", "out"):
        (folder / name).mkdir(parents=True, mode=0o755)
    (folder / "cups-files.conf").write_text(_FILES.format(folder))
    (folder / "cupsd.conf").write_text(_SERVER.format(folder))
    command = [cupsd, "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]
    server = PrintServer(folder, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    try:
        if not _wait(lambda: server.ended or server.socket.exists()) or server.ended:
            yield None
            return
        for queue, size in QUEUES.items():
            _add(server, queue, size)
        server.call("lpadmin", "-d", "Letter-Queue")
        _point_at(str(server.socket))
        yield server
    finally:
        _point_at("")
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


def _add(server: PrintServer, queue: str, size: str) -> None:
    out = server.folder / "out" / f"{queue}.pdf"
    out.touch()
    driver = server.folder / f"{queue}.ppd"
    model = "Local Raw Printer" if queue.startswith("Raw") else "Test PDF"
    driver.write_text(_DRIVER.replace("Test PDF", model) + "".join(_papers(size)) + "*DefaultFont: Courier\n")
    server.call("lpadmin", "-p", queue, "-E", "-v", f"file://{out}", "-P", str(driver))


def _papers(default: str) -> Iterator[str]:
    for keyword in ("PageSize", "PageRegion"):
        yield f"*OpenUI *{keyword}: PickOne\n*OrderDependency: 10 AnySetup *{keyword}\n*Default{keyword}: {default}\n"
        for name, (wide, high) in _SIZES.items():
            yield f'*{keyword} {name}: "<</PageSize[{wide} {high}]>>setpagedevice"\n'
        yield f"*CloseUI: *{keyword}\n"
    yield f"*DefaultImageableArea: {default}\n*DefaultPaperDimension: {default}\n"
    for name, (wide, high) in _SIZES.items():
        yield f'*ImageableArea {name}: "12 12 {wide - 12} {high - 12}"\n*PaperDimension {name}: "{wide} {high}"\n'


def _point_at(server: str) -> None:
    """The client library asks its environment once; this tells it anew."""
    ctypes.CDLL("libcups.so.2").cupsSetServer(server.encode() or None)


def _wait(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False
