"""`temoin policy` run in this process; what it starts, it starts all the same."""

import io
import sys
from pathlib import Path

import pytest

from commands.policy.running import Done, Run
from temoin import cli


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs `temoin policy`."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Done:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            status = cli.main(["policy", *map(str, arguments)])
        out, said = capfdbinary.readouterr()
        return Done(status, out, said.decode())

    return run
