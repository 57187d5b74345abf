"""What a charter leaves open, and how it is decided: never for an exemption, never in silence."""

from charters.blocks import document
from temoin.charters.given import Given
from temoin.charters.importing import Imported, import_charter
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
    assert needs(result) == {"unknown": Need.REQUIRED}
    assert "under no heading that names a category" in remarks(result)


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
