"""`temoin watch` and `demo` as a user has them: a process of its own, its two streams, its signals."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

__all__ = ["Live"]

_ROOT = Path(__file__).resolve().parents[2]
_WITHIN = 60.0
_LISTENS = re.compile(r"the proxy listens on [^:\s]+:(\d+)")


class Live:
    """A watch that runs, as plain lines.

    Args:
        arguments: the command's.
        home: where certificates are kept.
        within: a command that runs it, with its words.
    """

    def __init__(self, *arguments: str | Path, home: Path, within: Sequence[str] = ()) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [*within, sys.executable, "-m", "temoin", *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            cwd=_ROOT, env={**os.environ, "HOME": str(home), "PYTHONPATH": str(_ROOT / "addon"), "PYTHONUTF8": "1"},
        )  # fmt: skip
        self._texts = {"out": "", "err": ""}
        self._readers = [
            threading.Thread(target=self._read, args=(name, stream), daemon=True)
            for name, stream in (("out", self.process.stdout), ("err", self.process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> "Live":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(_WITHIN)
        for reader in self._readers:
            reader.join(_WITHIN)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    @property
    def out(self) -> str:
        """What it printed so far."""
        return self._texts["out"]

    @property
    def err(self) -> str:
        """What it said beside that so far."""
        return self._texts["err"]

    @property
    def authority(self) -> Path:
        """The certificate to trust."""
        return self.home / ".mitmproxy" / "mitmproxy-ca-cert.pem"

    def port(self) -> int:
        """Where it listens, once it does."""
        self.until(lambda: _LISTENS.search(self.err) is not None or self.process.poll() is not None)
        found = _LISTENS.search(self.err)
        assert found is not None, self.err
        return int(found[1])

    def until(self, true: "Callable[[], bool]") -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + _WITHIN
        while not true():
            assert time.monotonic() < deadline, (self.out, self.err)
            time.sleep(0.02)

    def end(self, number: signal.Signals | None = None) -> int:
        """Wait for its end, of itself or by a signal; gives the exit status."""
        if number is not None:
            self.process.send_signal(number)
        status = self.process.wait(_WITHIN)
        for reader in self._readers:
            reader.join(_WITHIN)
        return status

    def _read(self, name: str, stream: "IO[str]") -> None:
        for line in stream:
            self._texts[name] += line
