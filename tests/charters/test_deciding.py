"""What a charter leaves open, and how it is decided: never for an exemption, never in silence."""

import pytest

from charters.blocks import document
from temoin.charters.given import Given
from temoin.charters.importing import Imported, import_charter
from temoin.consent import Choice, canonical, format_named, format_names
from temoin.errors import UsageError
from temoin.vocabulary import Need, Party


def imported(charter: str, **given: object) -> Imported:
    said = Given(**{"hosts": ("www.a.example",), **given})  # type: ignore[arg-type]
    return import_charter(document(charter), said, "charter")


def table(*rows: str, heads: str = "Name | Purpose | Expires") -> str:
    lines = [heads, "|".join("---" for _ in heads.split("|")), *rows]
    return "".join(f"| {line} |\n" for line in lines) + "\n"


def needs(result: Imported) -> dict[str, Need]:
    return {one.id: one.consent for one in result.policy.categories}


def remarks(result: Imported) -> str:
    return "\n".join(one.why for one in result.remarks)


def test_what_stands_under_no_heading_is_unknown_and_needs_consent() -> None:
    result = imported("# Cookies\n\n" + table("a_b | x | 1 year"))
    (cookie,) = result.policy.cookies
    assert (cookie.category, cookie.to_confirm) == ("unknown", True)
    assert needs(result)["unknown"] is Need.REQUIRED
    assert "under no heading that names a category" in remarks(result)
    assert "unknown:" not in result.text


def test_what_is_unknown_is_suggested_by_its_name_and_keeps_what_is_said_of_it() -> None:
    rows = table("_ga | Matomo and others | counts", "a_b | Shop | y", heads="Name | Service | Purpose")
    result = imported("# Cookies\n\n" + rows + "## Essential\n\n" + table("sid | x | 1 year"))
    ga, own, sid = result.policy.cookies
    assert (ga.suggested, own.suggested, sid.suggested) == ("statistics", "", "")
    assert "support.google.com" in ga.suggested_by
    assert "# service: Matomo and others" in result.text
    assert [one.id for one in result.policy.services] == []
    assert needs(result) == {"necessary": Need.EXEMPT, "unknown": Need.REQUIRED}


def test_a_category_called_unknown_is_not_the_word_that_is_kept() -> None:
    result = imported("# x\n\n" + table("a_b | Unknown! | y", heads="Name | Category | Purpose"))
    assert "unknown" not in needs(result)


@pytest.mark.parametrize("format", [one for one in format_names() if format_named(one).traits.cookies])
def test_every_banner_is_recognised_by_its_cookie_and_every_sort_of_cookie_loads(format: str) -> None:
    usual = format_named(format).traits.cookies[0]
    sorts = (
        "Functional",
        "Preferences",
        "Statistics",
        "Advertising",
        "Social media",
        "Video",
        "Unclassified",
        "Weather",
    )
    rows = [f"c_{at} | {sort} | YouTube" for at, sort in enumerate(sorts)]
    rows += [f"{usual} | Necessary | x", "d_e | Security | Google Analytics"]
    result = imported("# x\n\n" + table(*rows, heads="Name | Category | Service"))
    assert (result.policy.consent.cookie, result.policy.consent.formats) == (usual, (format,))
    assert "recognised by its name" in result.policy.consent.assumption
    assert format_named(format).traits.assumption in result.policy.consent.assumption


def test_a_choice_of_groups_grants_the_categories_that_they_stand_for() -> None:
    charter = "## Statistics\n\n" + table("a_b | x | 1 year") + "## Weather cookies\n\n" + table("w | x | y")
    result = imported(
        charter + "## Essential\n\n" + table("OptanonConsent | x | 1 year", "OptanonAlertBoxClosed | x | y")
    )
    assert [one.cookie for one in result.policy.consents] == ["Optanon*"]
    assert result.policy.consent.lifetime == 366 * 86_400
    assert {one.id: one.names for one in result.policy.categories}["statistics"] == ("C0002", "2")
    chosen = format_named("onetrust").read(
        "OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z; OptanonConsent=groups=C0001%3A1%2CC0002%3A1%2CC0004%3A0"
    )
    assert isinstance(chosen, Choice)
    granted = canonical(chosen, result.policy.named, requirements=result.policy.requirements)
    assert granted.permits(None, "statistics") is True
    assert "what OneTrust calls the category `weather-cookies` is not known" in remarks(result)
    assert "assumed" in result.text


def test_two_categories_that_a_banner_has_one_of_need_the_same_grant() -> None:
    charter = "## Functional\n\n" + table("a_b | x | y") + "## Preferences\n\n" + table("c_d | x | y")
    result = imported(charter + "## Essential\n\n" + table("OptanonConsent | x | 1 year"))
    assert [one.needs for one in result.policy.categories] == [("C0003",), ("C0003",), ()]


def test_a_banner_s_cookie_and_the_framework_s_are_two() -> None:
    charter = "## Statistics\n\n" + table("a_b | x | 1 year")
    charter += "## Essential\n\n" + table(
        "didomi_token | x | 6 months", "euconsent-v2 | x | 12 months", "gpp | x | y"
    )
    result = imported(charter)
    assert [(one.cookie, one.formats) for one in result.policy.consents] == [
        ("didomi_token", ("didomi",)),
        ("euconsent-v2", ("tcf",)),
    ]
    assert [one.lifetime for one in result.policy.consents] == [184 * 86_400, 366 * 86_400]
    assert result.policy.categories[0].needs == ("purpose 1",)
    assert "gpp may be" in remarks(result)


def test_the_user_s_word_for_the_consent_cookie_counts() -> None:
    charter = "## Statistics\n\n" + table("OptanonConsent | x | 1 year")
    for said, formats, cookie, read in (
        ("OptanonConsent", (), "Optanon*", ("onetrust",)),
        ("OptanonConsent", ("query",), "OptanonConsent", ("query",)),
        ("Optanon*", ("onetrust",), "Optanon*", ("onetrust",)),
        ("mine", ("words", "json"), "mine", ("words", "json")),
    ):
        consent = imported(charter, consent=said, formats=formats).policy.consent
        assert (consent.cookie, consent.formats) == (cookie, read)
    for said, formats, why in (
        ("a*", (), "whole name"),
        ("mine", ("onetrust",), "Optanon"),
        ("Optanon*", ("onetrust", "json"), "that format alone"),
        ("", ("complianz",), "cmplz_"),
    ):
        with pytest.raises(UsageError, match=why):
            imported("## Statistics\n\n" + table("a_b | x | 1 year"), consent=said, formats=formats)


def test_a_heading_that_names_no_sort_does_not_inherit_an_exemption() -> None:
    charter = f"<h2>Necessary cookies</h2>{'<table><tr><th>Name<th>Purpose<tr><td>a_b<td>x</table>'}"
    charter += "<h2>Cookies we share</h2><table><tr><th>Name<th>Purpose<tr><td>c_d<td>y</table>"
    result = imported(charter)
    assert needs(result) == {"necessary": Need.EXEMPT, "cookies-we-share": Need.REQUIRED}


def test_statistics_that_a_charter_exempts_are_measurement_and_that_is_said() -> None:
    result = imported(
        "## Audience measurement\n\nThey do not require your consent.\n\n" + table("a_b | x | 13 months")
    )
    (category,) = result.policy.categories
    assert (category.consent, category.measurement) == (Need.EXEMPT, True)
    assert "“Audience measurement They do not require your consent.”" in remarks(result)


def test_advertising_is_not_believed_to_need_no_consent() -> None:
    intro = "Unlike essential cookies, which do not require your consent, these follow you."
    result = imported(f"## Advertising\n\n{intro}\n\n" + table("a_b | x | 1 year"))
    assert needs(result) == {"marketing": Need.REQUIRED}
    assert "not believed" in remarks(result)


def test_one_sort_under_two_needs_is_two_categories() -> None:
    charter = "## Statistics\n\n" + table("a_b | x | 1 year")
    charter += "## Anonymous statistics exempt from consent\n\n" + table("c_d | x | 1 year")
    assert needs(imported(charter)) == {"statistics": Need.REQUIRED, "statistics-exempt": Need.EXEMPT}


def test_an_exemption_is_of_its_own_section_and_no_other() -> None:
    charter = "## Statistics exempt from consent\n\n" + table("a_b | x | 1 year")
    charter += "## Statistics\n\n" + table("c_d | x | 1 year")
    policy = imported(charter).policy
    assert {cookie.name: policy.category(cookie.category).consent for cookie in policy.cookies} == {
        "a_b": Need.EXEMPT,
        "c_d": Need.REQUIRED,
    }


def test_a_category_whose_title_spells_a_sort_s_id_is_another() -> None:
    rows = table(
        "a_b | Mark-Eting | x",
        "c_d | Marketing | x",
        "e_f | Neces-Sary | x",
        heads="Name | Category | Purpose",
    )
    result = imported("# x\n\n" + rows)
    assert needs(result) == {
        "mark-eting-cookies": Need.REQUIRED,
        "marketing": Need.REQUIRED,
        "neces-sary-cookies": Need.REQUIRED,
    }


def test_a_category_of_the_charter_s_own_needs_consent_and_that_is_said() -> None:
    result = imported("# x\n\n" + table("a_b | Weather | y", heads="Name | Category | Purpose"))
    assert needs(result) == {"weather": Need.REQUIRED}
    assert "of the charter's own" in remarks(result)


def test_a_third_party_cookie_without_domain_is_left_out_with_all_that_is_said_of_it() -> None:
    charter = "## Third-party cookies\n\n" + table("uid | AdNet | 1 year", heads="Name | Provider | Expires")
    result = imported(charter)
    assert result.policy.cookies == ()
    assert "--domain AdNet=DOMAIN" in result.unread[0].why
    assert "[provider: AdNet; lifetime: 1 year]" in " ".join(result.text.replace("#", "").split())
    (cookie,) = imported(charter, domains=(("AdNet", "adnet.example"),)).policy.cookies
    assert (cookie.domain, cookie.party, cookie.provider) == ("adnet.example", Party.THIRD, "AdNet")


def test_a_domain_of_the_site_s_own_is_the_first_party() -> None:
    rows = table("a_b | .a.example | x", "c_d | ads.example | y", heads="Name | Domain | Purpose")
    result = imported("## Statistics\n\n" + rows)
    assert [(one.name, one.domain, one.party) for one in result.policy.cookies] == [
        ("a_b", None, Party.FIRST),
        ("c_d", "ads.example", Party.THIRD),
    ]


def test_the_choice_is_kept_by_the_site_s_own_cookie_whoever_made_the_banner() -> None:
    rows = table("choice | banner.io | Stores your cookie consent", heads="Name | Provider | Purpose")
    result = imported("## Essential\n\n" + rows)
    assert result.policy.consent.cookie == "choice"
    assert result.policy.cookies[0].domain is None


def test_of_several_that_may_keep_the_choice_one_that_needs_no_consent_is_taken_and_the_others_are_named() -> (
    None
):
    charter = "## Statistics\n\n" + table("a_b | With cookies consent | 1 year")
    charter += "## Essential\n\n" + table("c_d | Your cookie choices | 6 months")
    result = imported(charter)
    assert (result.policy.consent.cookie, result.policy.consent.lifetime) == ("c_d", 184 * 86_400)
    assert "a_b may be" in remarks(result)


def test_what_is_declared_twice_counts_once_and_is_said() -> None:
    result = imported("## Statistics\n\n" + table("a_b | x | 1 year", "a_b | y | 2 years"))
    assert [one.purpose for one in result.policy.cookies] == ["x"]
    assert "declared twice" in result.unread[0].why


def test_a_service_has_the_provider_that_all_its_cookies_share() -> None:
    rows = table(
        "a | Matomo | InnoCraft",
        "b | Matomo | InnoCraft",
        "c | Ads | X",
        "d | Ads | Y",
        heads="Name | Service | Provider",
    )
    policy = imported("## Statistics\n\n" + rows).policy
    assert {one.id: one.provider for one in policy.services} == {"matomo": "InnoCraft", "ads": ""}
    assert [one.provider for one in policy.cookies] == ["InnoCraft", "InnoCraft", "X", "Y"]


def test_a_service_whose_title_is_a_category_s_id_gets_an_id_of_its_own() -> None:
    rows = table("a_b | Statistics | x", heads="Name | Service | Purpose")
    policy = imported("## Statistics\n\n" + rows).policy
    assert [one.id for one in policy.services] == ["statistics-2"]


def test_the_host_is_told_by_the_text_or_the_file_s_name_and_that_is_said() -> None:
    charter = document("## Statistics\n\n" + table("a_b | x | y"))
    result = import_charter(charter, Given(), "saved/www.shop.example.md")
    assert result.policy.hosts == ("www.shop.example",)
    assert "taken from the file's name" in remarks(result)


def test_a_page_that_was_published_from_a_policy_says_more_than_options() -> None:
    from charters.published.test_page import page

    result = import_charter(document(page()), Given(hosts=("b.example",), consent="other"), "page.html")
    assert result.policy.hosts == ("b.example",)
    assert result.policy.consent.cookie == "choice"
    assert "says more than --consent" in remarks(result)
