"""Machines made up for the tests: what is on their disks, search paths and registries, and nothing else."""

import ntpath
import posixpath
from collections.abc import Mapping

from temoin.browsers.machine import Machine

__all__ = ["linux", "mac", "windows"]


def linux(
    *programs: str,
    path: str = "/usr/local/bin:/usr/bin",
    links: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    root: bool = False,
    **environ: str,
) -> Machine:
    """A Linux with some programs."""
    return _machine("linux", {"PATH": path, **environ}, "/home/ada", programs, links, files, root=root)


def mac(*programs: str, files: Mapping[str, bytes] | None = None, **environ: str) -> Machine:
    """A Mac with some programs."""
    return _machine("darwin", environ, "/Users/ada", programs, None, files)


def windows(*programs: str, registry: Mapping[tuple[str, str], str] | None = None, **environ: str) -> Machine:
    """A Windows with some programs."""
    folders = {
        "ProgramFiles": r"C:\Program Files",
        "ProgramFiles(x86)": r"C:\Program Files (x86)",
        "LocalAppData": r"C:\Users\ada\AppData\Local",
    }
    return _machine(
        "win32", {**folders, **environ}, r"C:\Users\ada", programs, None, None, registry=registry or {}
    )


def _machine(
    platform: str,
    environ: Mapping[str, str],
    home: str,
    programs: tuple[str, ...],
    links: Mapping[str, str] | None,
    files: Mapping[str, bytes] | None,
    *,
    root: bool = False,
    registry: Mapping[tuple[str, str], str] | None = None,
) -> Machine:
    path = ntpath if platform == "win32" else posixpath
    there = {*programs, *(files or {}), *(links or {})}
    folders = {path.dirname(file) for file in there}
    return Machine(
        platform=platform,
        environ=environ,
        home=home,
        root=root,
        is_program=lambda file: file in programs,
        exists=lambda file: file in there | folders,
        real=lambda file: (links or {}).get(file, file),
        content=lambda file: (files or {}).get(file, b""),
        registry=lambda key, name: (registry or {}).get((key, name), ""),
    )
