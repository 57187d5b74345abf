"""What is settled, as JSON lines: rotated, bounded, without a value, and a full disk stops nothing."""

import json
from pathlib import Path

import pytest

from engine.sessions import events_of
from temoin.errors import UsageError
from temoin.exchanges import Judged
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.watching import lines
from temoin.watching.lines import Lines
from temoin.watching.session import Watch
from watching.feeding import delivered, feed

EARLY = """
0.0  document https://shop.example/?q=secret sends session=secret-value
0.3  image https://ads.example/p.gif?u=secret from https://shop.example/ sends id=secret-value
     sets id=secret-value; Max-Age=3600; Secure; SameSite=None
4.0  document https://shop.example/next
"""


def settled(traffic: str = EARLY) -> list[Judged]:
    found: list[Judged] = []
    watch = Watch((load_bytes(SHOP.encode(), file="shop.yaml"),), settled=found.extend)
    feed(watch, delivered(events_of(traffic), 1))
    watch.close()
    return found


def written(*files: Path) -> list[dict[str, object]]:
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_each_exchange_is_a_line_and_each_finding_one_when_it_is_new(tmp_path: Path) -> None:
    said: list[str] = []
    out = Lines(str(tmp_path / "lines.jsonl"), said.append)
    held = [judged for judged in settled() if judged.rules]
    assert len(held) >= 2
    out.settled(held)
    out.settled(held[:1])
    out.close()
    told = written(tmp_path / "lines.jsonl")
    assert [one["type"] for one in told].count("exchange") == len(held) + 1
    findings = [(one["rule"], one["name"], one["domain"]) for one in told if one["type"] == "finding"]
    assert findings == list(dict.fromkeys(findings))
    assert ("T101", "id", "ads.example") in findings
    assert said == []


def test_no_line_bears_a_value_or_a_query(tmp_path: Path) -> None:
    out = Lines(str(tmp_path / "lines.jsonl"), lambda _: None)
    out.settled(settled())
    out.close()
    text = (tmp_path / "lines.jsonl").read_text("utf-8")
    assert text.count("\n") >= 2
    assert "secret" not in text


def test_hostile_names_make_one_line_of_plain_ascii_controls(tmp_path: Path) -> None:
    out = Lines(str(tmp_path / "lines.jsonl"), lambda _: None)
    out.settled(settled(EARLY.replace("sends id=", "sends \x9b31m\u202eid=")))
    out.close()
    text = (tmp_path / "lines.jsonl").read_text("utf-8")
    assert len(text.splitlines()) == text.count("\n")
    assert not {"\x9b", "\u202e"} & set(text)


def test_full_files_are_changed_for_others_and_few_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    out = Lines(str(file), lambda _: None, size=3_000)
    for _ in range(60):
        out.settled(settled_once)
    out.close()
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == ["lines.jsonl", *(f"lines.jsonl.{n}" for n in range(1, 6))]
    assert all(one.stat().st_size <= 3_000 for one in files)
    assert len(written(*files)) > 6


settled_once = settled()


def test_what_is_there_is_added_to(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"type":"other"}\n')
    out = Lines(str(file), lambda _: None)
    out.settled(settled_once)
    out.close()
    assert written(file)[0] == {"type": "other"}
    assert len(written(file)) > 1


def test_findings_remembered_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_REMEMBERED", 1)
    out = Lines(str(tmp_path / "lines.jsonl"), lambda _: None)
    for _ in range(3):
        out.settled(settled_once)
    out.close()
    assert any(one["type"] == "finding" for one in written(tmp_path / "lines.jsonl"))


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        Lines(str(tmp_path / "none" / "lines.jsonl"), lambda _: None)
    with pytest.raises(UsageError, match="cannot be written"):
        Lines(str(tmp_path), lambda _: None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here, which is always full")
def test_a_full_disk_is_said_once_and_stops_nothing() -> None:
    said: list[str] = []
    out = Lines("/dev/full", said.append)
    for _ in range(5):
        out.settled(settled_once)
    out.close()
    assert said == ["/dev/full can no longer be written; what was settled since is missing there."]


def test_a_disk_that_is_full_for_a_while_leaves_whole_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    file = tmp_path / "lines.jsonl"
    out = Lines(str(file), said.append)
    out.settled(settled_once)

    def full() -> None:
        with file.open("a") as half:
            half.write('{"type":"exch')
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(out._handler, "flush", full)
        out.settled(settled_once)
    out.settled(settled_once)
    out.close()
    assert len(said) == 1
    assert len(written(file)) >= 2 * len(settled_once)
