"""The consent banners of sites that no loaded policy covers."""

from engine.sessions import judge
from temoin.banners import Banners
from temoin.cookies.syntax import Pair
from temoin.vocabulary import Outcome

TOKEN = "didomi_token=eyJ1c2VyX2lkIjoiMSJ9"


def test_a_banner_on_a_site_without_a_policy_is_said_with_what_reads_it() -> None:
    session = judge(f"""
        0.0  document https://data.voisin.example/ sends {TOKEN}; lang=fr
        4.0  document https://data.voisin.example/next sends {TOKEN}
    """)
    assert session.notes == (
        "data.voisin.example: a consent cookie of Didomi (didomi_token) was seen; --policy didomi reads it",
    )
    assert session.outcome is Outcome.UNPROVEN


def test_a_format_without_a_template_is_said_as_one() -> None:
    session = judge("0.0  document https://data.voisin.example/ sends OTGPPConsent=DBABLA~CAAVAAAAAABA.QA")
    assert session.notes == (
        "data.voisin.example: a consent cookie of the IAB's GPP (OTGPPConsent) was seen; "
        "a policy with `format: gpp` reads it",
    )


def test_on_a_site_with_a_policy_nothing_is_said() -> None:
    assert judge(f"0.0  document https://shop.example/ sends {TOKEN}; choice=all").notes == ()


def test_a_third_partys_own_banner_is_not_the_pages() -> None:
    session = judge(f"""
        0.0  document https://shop.example/ sends choice=all
        0.3  image https://tube.example/p.gif from https://shop.example/ sends {TOKEN}
    """)
    assert session.notes == ()


def test_a_value_that_no_format_reads_is_no_banner_and_never_shown() -> None:
    session = judge("0.0  document https://data.voisin.example/ sends didomi_token=S3CRET")
    assert session.notes == ()


def test_however_many_hosts_there_are_so_many_are_said() -> None:
    banners = Banners()
    for number in range(1_000):
        banners.see(f"h{number}.example", [Pair("klaro", '{"a":true}')])
    assert len(banners.notes()) == 100
