"""What `temoin` writes of recordings: every view and form of every registry, proofs, policies, errors."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from privacy.planting import SECRETS, SHOWN_NAMES, Planted
from privacy.searching import found_in
from temoin.cli import main
from temoin.fingerprint import FingerprintKey
from temoin.playback import replay
from temoin.views import checked, compared, views

EVERYTHING = ("--exchanges", "-v", "--accuse", "inferred", "--strict")
KEY = "K3Y0F0THER1NFORMAT10N7Q"

type Written = Callable[..., bytes]


@pytest.fixture
def written(capfdbinary: pytest.CaptureFixture[bytes]) -> Written:
    """Run the command line; gives all that it wrote."""

    def run(*words: str | Path, statuses: tuple[int, ...] = (0, 1, 3), shows: bool = True) -> bytes:
        assert main([str(word) for word in words]) in statuses
        said = capfdbinary.readouterr()
        written = said.out + said.err
        assert not shows or any(name.encode() in written for name in SHOWN_NAMES)
        return written

    return run


def test_every_secret_is_in_the_recordings(planted: Planted) -> None:
    there = found_in(planted.flow_file.read_bytes()) + found_in(planted.har.read_bytes())
    assert {one.partition(":")[0] for one in there} == set(SECRETS)


def test_it_is_looked_for_under_every_disguise() -> None:
    secret = SECRETS["cookie"]
    for text in (
        secret,
        secret[3:16],
        secret.lower(),
        secret.encode().hex(),
        f"x{secret[:13]}\n  {secret[13:]}y",
    ):
        assert "cookie" in {one.partition(":")[0] for one in found_in(text.encode())}
    assert found_in(b"nothing") == []


def test_the_traffic_does_about_everything_wrong(planted: Planted) -> None:
    for file in (planted.flow_file, planted.har):
        [session] = replay([str(file)], [str(planted.policy)]).sessions
        assert {"T101", "T102", "T104", "T105", "T202", "T901"} <= {one.rule for one in session.findings}
        assert len(session.counts) >= 6
        assert session.rejected
        assert any(page.implied for page in session.pages)


@pytest.mark.parametrize("form", [view.name for view in views()])
@pytest.mark.parametrize("more", [(), EVERYTHING], ids=["plain", "everything"])
@pytest.mark.parametrize("kind", ["flow_file", "har"])
def test_no_view_shows_a_secret(
    form: str, more: tuple[str, ...], kind: str, planted: Planted, written: Written
) -> None:
    file = getattr(planted, kind)
    assert found_in(written("replay", file, "-p", planted.policy, "-f", form, *more)) == []
    # And where no policy covers the site.
    assert found_in(written("replay", file, "-f", form, *more, shows=False)) == []


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_no_proof_shows_a_secret(form: str, planted: Planted, written: Written) -> None:
    [session] = replay([str(planted.flow_file)], [str(planted.policy)]).sessions
    assert session.requests > 10
    for number in range(1, session.requests + 1):
        told = written("replay", planted.flow_file, "-p", planted.policy, "-f", form, "--why", str(number))
        assert found_in(told) == []


@pytest.mark.parametrize("form", [view.name for view in views()])
def test_a_fingerprint_gives_away_neither_value_nor_key(
    form: str, planted: Planted, written: Written, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    key.write_text(KEY)
    told = written(
        "replay", planted.flow_file, "-p", planted.policy, "-f", form, *EVERYTHING, "--fingerprint-key", key
    )
    assert found_in(told) == []
    assert KEY.encode() not in told
    if form == "json":
        assert FingerprintKey(KEY.encode()).of(SECRETS["cookie"]).encode() in told


def test_values_alone_are_shown_where_they_are_asked_for(planted: Planted, written: Written) -> None:
    told = written(
        "replay", planted.flow_file, "-p", planted.policy, "-f", "json", "--exchanges", "--show-values"
    )
    shown = {one.partition(":")[0] for one in found_in(told)}
    assert shown == {
        "cookie", "set-cookie", "nameless cookie", "nameless set-cookie", "third-party cookie",
        "third-party set-cookie", "beside the choice", "unreadable choice", "renewed", "other site", "jwt",
    }  # fmt: skip


@pytest.mark.parametrize("form", [form.name for form in checked.forms()])
def test_no_check_of_a_policy_shows_a_secret(form: str, planted: Planted, written: Written) -> None:
    told = written("policy", "check", planted.policy, "--against", planted.flow_file, planted.har, "-f", form)
    assert found_in(told) == []


@pytest.mark.parametrize("form", [form.name for form in compared.forms()])
def test_no_comparison_shows_a_secret(form: str, planted: Planted, written: Written, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    elsewhere = Path(__file__).resolve().parents[2] / "recordings" / "accepted.flow"
    written("replay", elsewhere, "-o", other, "--exchanges", shows=False)
    for old, new in ((planted.flow_file, other), (other, planted.har)):
        told = written("diff", old, new, "-p", planted.policy, "-f", form)
        assert found_in(told) == []


def test_no_policy_that_is_learnt_and_no_baseline_shows_a_secret(planted: Planted, written: Written) -> None:
    assert found_in(written("policy", "learn", planted.flow_file, planted.har)) == []
    assert found_in(written("policy", "learn", planted.har, "--consent", "choice", "--name", "x")) == []
    assert found_in(written("baseline", planted.flow_file, "-p", planted.policy)) == []


@pytest.mark.parametrize("kind", ["flow_file", "har"])
def test_no_error_on_a_recording_that_is_cut_or_broken_shows_a_secret(
    kind: str, planted: Planted, written: Written, tmp_path: Path
) -> None:
    whole = getattr(planted, kind).read_bytes()
    file = tmp_path / "broken"
    step = len(whole) // 10
    for at in range(step // 2, len(whole), step):
        for broken in (whole[:at], whole[:at] + b"\x00" + whole[at:], whole[:at] + b'"}' + whole[at + 2 :]):
            file.write_bytes(broken)
            told = written(
                "replay", file, "-p", planted.policy, "-f", "json", statuses=(0, 1, 2, 3), shows=False
            )
            assert found_in(told) == []


def test_no_error_on_a_har_of_wrong_types_shows_a_secret(
    planted: Planted, written: Written, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.har"
    for path in (
        ("request", "url"), ("request", "headers"), ("request", "cookies"), ("response", "status"),
        ("startedDateTime",), ("time",), ("response", "content"),
        ("request",), ("timings",), ("request", "queryString"),
    ):  # fmt: skip
        document = json.loads(planted.har.read_text())
        holder = document["log"]["entries"][0]
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = {SECRETS["query"]: [SECRETS["cookie"]]}
        file.write_text(json.dumps(document))
        assert found_in(written("replay", file, statuses=(0, 1, 2, 3), shows=False)) == []
