"""Charters of many shapes, made up after real ones, each with the policy that it becomes and what is said of it.

`python tests/charters/test_samples.py` writes what is expected anew; read the difference before it is committed.
"""

from pathlib import Path

import pytest

from temoin.charters.given import Given
from temoin.charters.importing import Imported, import_charter
from temoin.charters.kinds import Source, find
from temoin.policy import Policy, load_bytes
from temoin.vocabulary import Need

HERE = Path(__file__).parent
SAMPLES = sorted(path for path in (HERE / "samples").iterdir() if path.is_file())
GIVEN = {"journal.html": Given(hosts=("www.marees.example",))}


def imported(sample: Path) -> Imported:
    data = sample.read_bytes()
    document = find(data).read(Source(sample.name, data))
    return import_charter(document, GIVEN.get(sample.name, Given()), sample.name)


def said(result: Imported) -> str:
    listed = [("could not be read", one) for one in result.unread] + [
        ("decided", one) for one in result.remarks
    ]
    return "".join(f"{how}: {one.place}: “{one.text}” {one.why}\n" for how, one in listed)


def expected(sample: Path, ending: str) -> Path:
    return HERE / "expected" / f"{sample.stem}{ending}"


def policy(name: str) -> Policy:
    return imported(HERE / "samples" / name).policy


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_charter_becomes_the_policy_that_is_expected(sample: Path) -> None:
    result = imported(sample)
    assert result.text == expected(sample, ".yaml").read_text(encoding="utf-8")
    assert said(result) == expected(sample, ".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_policy_loads_and_its_file_says_all_that_could_not_be_read(sample: Path) -> None:
    result = imported(sample)
    loaded = load_bytes(result.text.encode(), file="again.yaml")
    assert [cookie.name for cookie in loaded.cookies] == [cookie.name for cookie in result.policy.cookies]
    remarks = " ".join(line.lstrip("# ") for line in result.text.splitlines() if line.startswith("#"))
    assert all(" ".join(one.text.split()) in remarks for one in result.unread)


def test_no_sample_is_left_without_what_is_expected() -> None:
    wanted = {f"{sample.stem}{ending}" for sample in SAMPLES for ending in (".yaml", ".txt")}
    assert {path.name for path in (HERE / "expected").iterdir()} == wanted


def test_only_what_a_charter_says_to_need_no_consent_needs_none() -> None:
    exempt = {
        sample.name: sorted(
            one.id for one in imported(sample).policy.categories if one.consent is Need.EXEMPT
        )
        for sample in SAMPLES
    }
    assert exempt == {
        "airline.html": ["necessary"],
        "atelier.html": [],
        "council.txt": ["necessary"],
        "journal.html": ["necessary"],
        "mediatheque.pdf": ["necessary"],
        "museum.html": ["necessary"],
        "prefecture.html": ["necessary", "statistics"],
        "shop.html": ["necessary"],
        "tracker.md": ["necessary"],
    }


def test_third_party_cookies_have_a_domain_or_are_left_out() -> None:
    assert {cookie.name: cookie.domain for cookie in policy("prefecture.html").cookies if cookie.domain} == {
        "VISITOR_INFO1_LIVE": "youtube.com",
        "YSC": "youtube.com",
    }
    assert "guest_id" not in {cookie.name for cookie in policy("prefecture.html").cookies}


if __name__ == "__main__":
    (HERE / "expected").mkdir(exist_ok=True)
    for one in SAMPLES:
        expected(one, ".yaml").write_text(imported(one).text, encoding="utf-8")
        expected(one, ".txt").write_text(said(imported(one)), encoding="utf-8")
