"""`temoin policy publish` as a user meets it."""

from pathlib import Path

import pytest

from commands.policy.running import Run, one_line


def test_a_policy_becomes_a_page_in_its_own_language(policy: Run) -> None:
    done = policy("publish", "opendata.reseda.fr")
    assert (done.status, done.said) == (0, "")
    assert done.out.startswith(b'<!DOCTYPE html>\n<html lang="fr">')


def test_the_ending_tells_the_format_and_lang_the_language(policy: Run, tmp_path: Path) -> None:
    page = tmp_path / "cookies.md"
    assert policy("publish", "portal", "--lang", "en", "-o", page).status == 0
    assert page.read_text(encoding="utf-8").startswith("# Cookies set by Portail de démonstration\n")
    assert policy("publish", "portal", "-f", "markdown", "--lang", "en").out == page.read_bytes()


def test_what_is_published_is_imported_and_published_again_the_same(policy: Run, tmp_path: Path) -> None:
    page, file = tmp_path / "cookies.html", tmp_path / "policy.yaml"
    assert policy("publish", "portal", "-o", page).status == 0
    assert policy("import", page, "-o", file).status == 0
    assert policy("publish", file).out == page.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.yaml",), "no such file"),
        (("portal", "-f", "pdf"), "write html or markdown"),
        (("portal", "--lang", "de"), "write en or fr"),
        (("portal", "-o", "page.txt"), "say --format"),
    ],
)
def test_a_wrong_use_is_one_line(
    policy: Run, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in one_line(policy("publish", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_exists_is_kept_unless_force_says_otherwise(policy: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("mine")
    assert "--force" in one_line(policy("publish", "portal", "-o", page))
    assert page.read_text() == "mine"
    assert policy("publish", "portal", "-o", page, "--force").status == 0


def test_what_is_left_out_or_yet_to_be_confirmed_is_said(policy: Run, tmp_path: Path) -> None:
    file, page = tmp_path / "site.yaml", tmp_path / "page.md"
    file.write_text(
        "name: a\nhosts: a.example\nconsent: {cookie: choice, format: json}\n"
        "categories: {necessary: {consent: exempt}}\ncookies: [{name: uid, category: unknown}]\n"
        "allow: [{rule: [T101, T102], cookie: uid, reason: ticket 4711}]\n"
    )
    done = policy("publish", file, "-o", page)
    assert done.status == 0
    assert done.said.splitlines() == [
        f"temoin: {file}: 1 cookie yet to be confirmed: the page lists them apart, as such",
        f"temoin: {file}: 1 allowance left out: no page tells them, so keep the file",
    ]
    assert "4711" not in page.read_text(encoding="utf-8")
