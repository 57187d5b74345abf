import subprocess
import sys

import pytest
from msgspec.structs import replace

from temoin.errors import UsageError
from temoin.report import Recorded, Report
from temoin.views import View, ViewOptions, needs_recorded, summary, view_for, view_named, views
from temoin.views.terminal import plain_text
from views import reports

HEAVY = ("rich", "jinja2", "mitmproxy", "tornado", "yaml", "difflib", "asyncio")


def test_the_views_are_found_by_being_there() -> None:
    assert {"json", "terminal"} <= {view.name for view in views()}


def test_every_view_has_a_name_and_an_ending_of_its_own_and_a_documentation() -> None:
    names = [view.name for view in views()]
    endings = [view.ending for view in views()]
    assert len(set(names)) == len(names)
    assert len(set(endings)) == len(endings)
    assert all(ending.startswith(".") for ending in endings)
    assert all(summary(view).endswith((".", ":")) for view in views())


def test_a_view_that_does_not_ask_for_the_recordings_shows_nothing_of_them() -> None:
    recorded = (Recorded("other.flow", "f00d" * 16, 1_234),)

    def shown(view: View, given: tuple[Recorded, ...]) -> bytes:
        report = reports.leaky_report()
        session = replace(report.sessions[0], recorded=given)
        found = view.render(replace(report, sessions=(session,)), ViewOptions(verbose=True))
        return found if isinstance(found, bytes) else plain_text(found)

    differ = {view.name for view in views() if shown(view, recorded) != shown(view, ())}
    assert differ == {view.name for view in views() if needs_recorded(view)} == {"html", "json"}


def test_every_view_renders_a_report_of_nothing() -> None:
    from temoin.vocabulary import Outcome

    report = Report(outcome=Outcome.UNREADABLE, sessions=(), temoin="0.1.0")
    assert all(view.render(report, ViewOptions()) for view in views())


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("out.json", "json"),
        ("OUT.JSON", "json"),
        ("a.b/report.txt", "terminal"),
        ("out", None),
        ("json", None),
    ],
)
def test_a_file_name_asks_for_its_view(file: str, name: str | None) -> None:
    view = view_for(file)
    assert (view.name if view else None) == name


def test_a_format_is_found_by_its_name() -> None:
    view: View = view_named("json")
    assert view.ending == ".json"


@pytest.mark.parametrize(
    ("name", "mend"), [("jsn", "did you mean json?"), ("wordperfect", "one of: "), ("\x1b[2J", "one of: ")]
)
def test_a_format_that_is_not_there_is_told_with_the_mend(name: str, mend: str) -> None:
    with pytest.raises(UsageError) as error:
        view_named(name)
    assert mend in str(error.value)
    assert str(error.value).isprintable()


def test_listing_the_views_loads_nothing_heavy() -> None:
    code = (
        "import sys, temoin.report; before = set(sys.modules); import temoin.views as v;"
        "assert [one.name for one in v.views()];"
        f"print([name for name in {HEAVY!r} if name in set(sys.modules) - before])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
