"""What is imported is declared, what is declared is bounded, and what could run a stranger's code is nowhere."""

import ast
import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import pytest

from views.oracles import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CODE = sorted((ROOT / "addon" / "temoin").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[[^\]]*\])?\s*([^;]*)")
_OWN_PLUGIN = {"pytest"}
"""Imported by `temoin.pytest_plugin` alone, which nobody loads but pytest."""
_IF_THERE = {"atheris"}


type Telling = ast.Import | ast.ImportFrom | ast.Call


@cache
def telling(file: Path) -> tuple[Telling, ...]:
    """What imports, and what is called."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.Call))


@pytest.fixture(scope="module", autouse=True)
def _forgotten() -> Iterator[None]:
    """A million objects, which Python would look through again and again for garbage."""
    yield
    telling.cache_clear()


def imported(files: list[Path]) -> dict[str, Path]:
    """The first names of what comes from elsewhere, each with a file that imports it."""
    own = {path.name for path in (ROOT / "tests").iterdir()} | {
        path.stem for path in (ROOT / "tests").iterdir()
    }
    found: dict[str, Path] = {}
    for file in files:
        for node in telling(file):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            for name in (name.partition(".")[0] for name in names):
                if name not in sys.stdlib_module_names and name != "temoin" and name not in own:
                    found.setdefault(name, file)
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> dict[str, str]:
    """What is required, by name, with its bounds."""
    return {canonical(name): bounds.strip() for name, bounds in map(_parted, requirements)}


def _parted(requirement: str) -> tuple[str, str]:
    match = _REQUIREMENT.match(requirement)
    assert match is not None, requirement
    return match[1], match[2]


def every_list() -> Iterator[tuple[str, list[str]]]:
    yield "build", PROJECT["build-system"]["requires"]
    yield "the package", PROJECT["project"]["dependencies"]
    yield from PROJECT["project"]["optional-dependencies"].items()
    yield from PROJECT["dependency-groups"].items()


NEEDED = declared(PROJECT["project"]["dependencies"])
EXTRAS = declared([one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra])
DEVELOPMENT = declared([one for group in PROJECT["dependency-groups"].values() for one in group])


def undeclared(files: list[Path], known: set[str]) -> dict[str, str]:
    homes = packages_distributions()
    return {
        name: str(file.relative_to(ROOT))
        for name, file in imported(files).items()
        if name not in _IF_THERE and not {canonical(home) for home in homes.get(name, [name])} & known
    }


def test_what_the_package_imports_it_declares() -> None:
    assert undeclared(CODE, set(NEEDED) | set(EXTRAS) | _OWN_PLUGIN) == {}


def test_what_the_tests_import_is_declared() -> None:
    assert undeclared(TESTS, set(NEEDED) | set(EXTRAS) | set(DEVELOPMENT)) == {}


def test_what_is_declared_is_imported() -> None:
    homes = packages_distributions()
    used = {canonical(home) for name in imported(CODE) for home in homes.get(name, [name])}
    assert set(NEEDED) - used == set()
    assert set(EXTRAS) - used == set()


@pytest.mark.parametrize(("where", "requirements"), list(every_list()))
def test_every_dependency_has_a_lowest_and_a_highest_version(where: str, requirements: list[str]) -> None:
    for name, bounds in declared(requirements).items():
        assert re.search(r">=\s*\d", bounds), f"{name} of {where} has no lowest version"
        assert re.search(r"<\s*\d", bounds), f"{name} of {where} has no highest version"


@pytest.mark.parametrize("name", sorted(set(NEEDED)))
def test_what_is_installed_is_within_the_bounds(name: str) -> None:
    try:
        installed = _numbers(version(name))
    except PackageNotFoundError:
        pytest.fail(f"{name} is not installed")
    for sign, bound in re.findall(r"(>=|<)\s*([\d.]+)", NEEDED[name]):
        assert (installed >= _numbers(bound)) == (sign == ">=")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[\d.]*\d", text)[0].split("."))  # type: ignore[index]


# Nothing that comes from outside is ever run


_RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
_RUNS_DATA = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle", "code", "codeop"}
_RUNS_A_SHELL = {
    ("os", "system"),
    ("os", "popen"),
    ("subprocess", "getoutput"),
    ("subprocess", "getstatusoutput"),
}
_UNSAFE = {("tempfile", "mktemp"), ("yaml", "load"), ("yaml", "unsafe_load"), ("yaml", "full_load")}


def faults(file: Path) -> Iterator[str]:
    for node in telling(file):
        line = f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (f"{line} imports {name}" for name in names if name.partition(".")[0] in _RUNS_DATA)
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in _RUNS_TEXT:
            yield f"{line} calls {node.func.id}"
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            called = node.func.value.id, node.func.attr
            if called in _RUNS_A_SHELL | _UNSAFE:
                yield f"{line} calls {'.'.join(called)}"
        for keyword in node.keywords:
            if keyword.arg == "shell" and not (
                isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            ):
                yield f"{line} gives a shell"


def test_no_code_is_made_of_text_no_object_of_bytes_and_no_shell_is_asked() -> None:
    assert [fault for file in CODE for fault in faults(file)] == []


def test_what_must_not_be_is_found_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "bad.py"
    file.write_text(
        "import pickle\nimport os, subprocess, yaml\neval('1')\nos.system('x')\nsubprocess.run('x', shell=True)\n"
        "yaml.load('x')\n"
    )
    assert len(list(faults(file))) == 5


def test_every_process_is_started_by_a_list_of_words() -> None:
    """`subprocess` with one text is a command that is split by the system's rules."""
    starts = {"run", "Popen", "check_output", "check_call", "call"}
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in CODE
        for node in telling(file)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "subprocess"
        and node.func.attr in starts
        and not isinstance(node.args[0], ast.List | ast.Name)
    ]
    assert found == []


def test_modules_are_found_within_the_package_alone() -> None:
    """What `import_module` is given begins with a package of ours, never with a word from outside."""
    for file in CODE:
        for node in telling(file):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")):
                continue
            first = node.args[0]
            assert isinstance(first, ast.JoinedStr), file
            head = first.values[0]
            begins = ast.unparse(head.value) if isinstance(head, ast.FormattedValue) else ""
            assert begins in ("__name__", "package"), f"{file}: {ast.unparse(node)}"


def test_ci_gets_what_the_skipped_tests_ask_for() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [package for package in PACKAGES if package not in run] == []


def test_the_package_imports_without_its_extras() -> None:
    assert importlib.import_module("temoin").__all__
