"""Keeps one browser: a program of its own between it and us, so that nothing is left however either of us ends.

It makes the profile's folder and says where; is told the command on a line of its standard input, and starts it
in a process group of its own; says how it ended. It ends the browser when its standard input does, which is so
when we close it and when we are gone: by Ctrl-C, SIGTERM, SIGKILL or a fault. Then it ends what is left of the
group, waits for it, and removes the folder. It kills nothing but that group, and that while the group's first
process is not yet reaped, so that its number cannot have become another's (before Python 3.13, macOS cannot
wait without reaping).

It is run as a file by a bare interpreter (`python -I -S`), so it imports the standard library alone.

On its standard output, a JSON object a line: {"profile": PATH}, then {"pid": NUMBER}, then {"status": NUMBER,
"asked": whether we ended it, "words": the last of what it wrote}; or {"problem": TEXT}.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO

_PREFIX = "temoin-browser-"
_LEAVES_WITHIN = 3.0
"""How long the browser may take to close by itself: it sends what its pages still have to send."""
_GONE_WITHIN = 10.0
_REMOVED_WITHIN = 10.0
_HEARD_WITHIN = 0.5
_LAST_WORDS = 8192
_BECOME_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of Linux's prctl: whom the browser's processes belong to when it is gone."""


def main(root: str) -> int:
    """Keep one browser.

    Args:
        root: the folder to make the profile's in; empty for the system's own for such things.

    Returns:
        The exit status: 0.
    """
    # A pipe, not an event: a handler that sets an event may wait for a lock that its own thread holds.
    leaves, leave = os.pipe()
    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: os.write(leave, b"."))
    try:
        if root:
            os.makedirs(root, mode=0o700, exist_ok=True)  # noqa: PTH103 (pathlib costs a third of the start)
        profile = tempfile.mkdtemp(prefix=_PREFIX, dir=root or None)
    except OSError as error:
        _say(problem=f"no folder can be made for its profile: {error.strerror}")
        return 0
    try:
        _say(profile=profile)
        told = sys.stdin.buffer.readline()
        if told:
            asked = json.loads(told)
            _keep(asked["command"], asked["environment"], leaves, leave)
    finally:
        _remove(profile)
    return 0


def _keep(command: list[str], environment: dict[str, str], leaves: int, leave: int) -> None:
    _adopt()
    try:
        process = subprocess.Popen(  # noqa: S603 (what the user asked for)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except (OSError, ValueError) as error:
        _say(problem=f"it cannot be started: {getattr(error, 'strerror', None) or error}")
        return
    ended = threading.Event()
    words = bytearray()
    threading.Thread(target=_await_leave, args=(leave,), daemon=True).start()
    threading.Thread(target=_await_end, args=(process, ended, leave), daemon=True).start()
    listener = threading.Thread(target=_listen, args=(process.stdout, words), daemon=True)
    listener.start()
    with contextlib.suppress(OSError):
        _say(pid=process.pid)
    os.read(leaves, 1)
    was_asked = not ended.is_set()
    if was_asked:
        _ask(process)
        ended.wait(_LEAVES_WITHIN)
    _end(process)
    listener.join(_HEARD_WITHIN)
    with contextlib.suppress(OSError):
        _say(status=process.returncode, asked=was_asked, words=words.decode("utf-8", "replace"))


def _await_leave(leave: int) -> None:
    """Wait for the end of the standard input: unbuffered, or its lock is still held as the interpreter ends."""
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    os.write(leave, b".")


def _await_end(process: subprocess.Popen[bytes], ended: threading.Event, leave: int) -> None:
    """Wait for the browser's end, and leave it unreaped where the system can tell without that."""
    if sys.platform != "win32" and hasattr(os, "waitid"):
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait()
    ended.set()
    os.write(leave, b".")


def _listen(output: IO[bytes] | None, words: bytearray) -> None:
    """Keep the last of what the browser writes."""
    with contextlib.suppress(OSError, ValueError):
        while output and (heard := os.read(output.fileno(), 4096)):
            words += heard
            del words[:-_LAST_WORDS]


def _ask(process: subprocess.Popen[bytes]) -> None:
    """Ask the browser to close."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 (a fixed command)
            ["taskkill", "/T", "/PID", str(process.pid)],  # noqa: S607
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    else:
        # `terminate` would reap it first if it had just ended.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of its group, and wait until it is gone."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 (a fixed command)
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        process.wait()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + _GONE_WITHIN
    while time.monotonic() < deadline and _group_lives(process.pid):
        time.sleep(0.02)


def _group_lives(group: int) -> bool:
    """Whether a process of the group is left; those that have become ours are reaped."""
    if sys.platform == "win32":
        return False
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-group, os.WNOHANG)[0]:
            pass
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _adopt() -> None:
    """Have the browser's orphans become ours, so that they can be waited for."""
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None, use_errno=True).prctl(_BECOME_SUBREAPER, 1, 0, 0, 0)


def _remove(profile: str) -> None:
    """Remove the folder; what still writes into it, and what holds its files, gets time to be gone."""
    deadline = time.monotonic() + _REMOVED_WITHIN
    while os.path.lexists(profile) and time.monotonic() < deadline:
        shutil.rmtree(profile, ignore_errors=True)
        if os.path.lexists(profile):
            time.sleep(0.05)


def _say(**said: str | int | bool | None) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
