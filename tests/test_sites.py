"""Registrable domains and sites."""

import subprocess
import sys
import time
from pathlib import Path

import publicsuffixlist
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.sites import host_matches, is_ip, is_public_suffix, normal_host, registrable, site

VECTORS = Path(__file__).resolve().parents[1].parent / "shared" / "conformance" / "psl_tests.txt"


def _vectors() -> list[tuple[str, str]]:
    if not VECTORS.is_file():
        return []
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith(("//", "#"))]
    return [(host, domain) for host, domain in pairs if host != "null"]


@pytest.mark.skipif(not VECTORS.is_file(), reason="the public suffix list's vectors are not in ../shared")
@pytest.mark.parametrize(("host", "domain"), _vectors())
def test_the_public_suffix_lists_own_vectors_hold(host: str, domain: str) -> None:
    if domain != "null":
        assert registrable(host) == normal_host(domain)
        assert not is_public_suffix(host)
    else:
        assert registrable(host) == normal_host(host)
        assert is_public_suffix(host) or host.startswith(".")


@pytest.mark.skipif(not VECTORS.is_file(), reason="the public suffix list's vectors are not in ../shared")
def test_no_vector_is_lost_in_reading() -> None:
    assert len(_vectors()) == 77


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("opendata.reseda.fr", "reseda.fr"),
        ("reseda.fr", "reseda.fr"),
        ("fr", "fr"),
        ("a.b.co.uk", "b.co.uk"),
        ("alice.github.io", "alice.github.io"),
        ("www.alice.github.io", "alice.github.io"),
        ("bucket.s3.amazonaws.com", "bucket.s3.amazonaws.com"),
        ("a.b.unlisted", "b.unlisted"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("01.2.3.4", "01.2.3.4"),
        ("", ""),
        ("a..b", "a..b"),
    ],
)
def test_the_registrable_domain_is_the_public_suffix_and_one_label_more(host: str, domain: str) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize("host", ["github.io", "co.uk", "fr", "com", "localhost", "unlisted", "公司.cn"])
def test_names_that_anyone_may_register_under_are_public_suffixes(host: str) -> None:
    assert is_public_suffix(host)


@pytest.mark.parametrize("host", ["reseda.fr", "alice.github.io", "127.0.0.1", "::1", "", "a..b"])
def test_domains_and_addresses_are_no_public_suffixes(host: str) -> None:
    assert not is_public_suffix(host)


def test_rules_in_ascii_form_mean_what_the_library_makes_of_them() -> None:
    theirs = publicsuffixlist.PublicSuffixList()
    lines = Path(publicsuffixlist.PSLFILE).read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if not line.isascii() and not line.startswith("//")]
    assert len(rules) > 100
    for rule in rules:
        host = f"www.mine.{rule.lstrip('*.!')}"
        ascii_host = host.encode("idna").decode("ascii")
        assert registrable(host) == registrable(ascii_host) == theirs.privatesuffix(ascii_host)


@pytest.mark.parametrize(
    ("scheme", "host", "expected"),
    [
        ("https", "opendata.reseda.fr", "https://reseda.fr"),
        ("wss", "opendata.reseda.fr", "https://reseda.fr"),
        ("ws", "opendata.reseda.fr", "http://reseda.fr"),
        ("http", "::1", "http://[::1]"),
        ("https", "bob.github.io", "https://bob.github.io"),
        ("https", "x" * 400, "https://" + "x" * 400),
    ],
)
def test_a_site_is_a_scheme_and_a_registrable_domain(scheme: str, host: str, expected: str) -> None:
    assert site(scheme, host) == expected


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("OpenData.Reseda.FR", "opendata.reseda.fr"),
        ("reseda.fr.", "reseda.fr"),
        ("reseda.fr:8443", "reseda.fr"),
        ("reseda.fr.:8443", "reseda.fr"),
        ("[::1]:8080", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("Préfecture.fr", "xn--prfecture-c4a.fr"),
        ("faß.de", "xn--fa-hia.de"),
        ("ΟΔΟΣ.gr", "xn--pxavbq.gr"),
        ("食狮。公司．cn", "xn--85x722f.xn--55qx5d.cn"),
        ("XN--85X722F.com", "xn--85x722f.com"),
    ],
)
def test_a_host_has_one_normal_form(text: str, host: str) -> None:
    assert normal_host(text) == host


@pytest.mark.parametrize("text", ["a:b", "a..", "[", "1:2:3", "é" * 64 + ".fr", "é" * 600])
def test_what_is_no_host_comes_back_in_lower_case(text: str) -> None:
    assert normal_host(text) == text.lower()


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_has_a_normal_form_that_is_stable(text: str) -> None:
    once = normal_host(text)
    assert normal_host(once) == once


@given(st.text(st.characters(codec=None), max_size=600), st.sampled_from(["http", "https", "ws", "wss"]))
@settings(deadline=None)
def test_any_text_has_a_site(text: str, scheme: str) -> None:
    assert site(scheme, text).startswith(("http://", "https://"))
    assert is_public_suffix(text) in (True, False)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=6))
@settings(deadline=None)
def test_a_registrable_domain_is_its_own_and_its_hosts_ending(labels: list[str]) -> None:
    host = ".".join(labels)
    domain = registrable(host)
    assert registrable(domain) == domain
    assert host == domain or host.endswith("." + domain)


@pytest.mark.parametrize(
    ("cookie_domain", "host", "matches"),
    [
        ("reseda.fr", "reseda.fr", True),
        ("reseda.fr", "opendata.reseda.fr", True),
        ("reseda.fr", "notreseda.fr", False),
        ("opendata.reseda.fr", "reseda.fr", False),
        ("0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("", "reseda.fr.", False),
    ],
)
def test_a_host_matches_its_own_domain_and_those_above(cookie_domain: str, host: str, matches: bool) -> None:
    assert host_matches(cookie_domain, host) is matches


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("2001:db8::ff", True),
        ("reseda.fr", False),
        ("1.2.3", False),
        ("999.1.1.1", False),
        ("١.2.3.4", False),
        ("", False),
    ],
)
def test_addresses_are_told_from_names(host: str, expected: bool) -> None:
    assert is_ip(host) is expected


def test_the_list_is_not_read_at_import() -> None:
    code = "import sys, temoin.sites, temoin.cookies; print('publicsuffixlist' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("host", ["a." * 500_000, "é" * 1_000_000, "1:" * 500_000, "[" * 1_000_000])
def test_a_host_of_a_megabyte_takes_no_time(host: str) -> None:
    start = time.process_time()
    normal_host(host), registrable(host), is_public_suffix(host), site("https", host), is_ip(host)
    assert time.process_time() - start < 2
