"""The page that visitors see: what stands on it, in each form, and what never does."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from charters.made_up import loaded, meaning, policies
from charters.published.test_round_trip import CODES, published, read_back
from temoin.errors import InvalidPolicy
from temoin.policy import Policy
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, OVERRIDES, POLICY, SERVICE

SHOP = """\
name: shop
title: <b>Shop</b> & Söhne
hosts: [shop.example, "*.shop.example"]
language: fr
date: 2026-11-01
consent: {cookie: choice, format: json, lifetime: 6 months}
categories:
  needed: {title: Cookies nécessaires, consent: exempt, description: "Sans eux, rien ne marche."}
  audience: {title: Audience, consent: exempt, measurement: true, max_lifetime: 13 mois}
  ads: {title: Publicité, consent: required}
services:
  matomo: {title: Matomo, category: audience, provider: InnoCraft, names: [piwik]}
cookies:
  - {name: sid, category: needed, purpose: "Panier <script>alert(1)</script> | *et* _session_", lifetime: 2 weeks}
  - {name: _pk_id.*, service: matomo, purpose: Compte, lifetime: 13 months, lifetime_source: "the vendor's page"}
  - {name: uid, domain: ads.example, party: third, category: ads, lifetime: session}
  - {name: seen, domain: cdn.example, category: ads}
"""


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def page(form: str = "html", code: str = "fr", *, fragment: bool = False) -> str:
    return published(SHOP, form, code, fragment=fragment).decode()


def test_a_page_says_all_that_a_visitor_asks_in_french() -> None:
    text = page()
    for words in (
        "Cookies déposés par", "shop.example, *.shop.example", "1er novembre 2026",
        "(durée\u00a0: 6 mois)",
        "Ces cookies ne nécessitent pas votre consentement.",
        "Ces cookies ne sont déposés qu&#39;avec votre consentement.",
        "2 semaines", "13 mois (source\u00a0: the vendor&#39;s page)", "interne", "tiers (ads.example)",
        "InnoCraft",
        "Durée maximale\u00a0: 13 mois.", "Mesure d&#39;audience dispensée", "* tient la place",
    ):  # fmt: skip
        assert words in text, words


def test_a_page_says_it_in_english_and_marks_what_is_not() -> None:
    text = page(code="en")
    assert '<html lang="en">' in text
    assert "1 November 2026" in text
    assert "third party (ads.example)" in text
    assert '<p class="temoin-about" lang="fr">' in text
    assert 'lang="fr"' not in page(code="fr").replace('<html lang="fr">', "")


def test_nothing_of_a_policy_is_markup() -> None:
    seen = {tag for tag, _ in Tags(page()).seen}
    assert "script" not in seen
    assert "b" not in seen
    assert "&lt;script&gt;" in page()
    markdown = page("markdown")
    assert r"Panier \<script\>alert(1)\</script\> \| \*et\* \_session\_" in markdown


def test_a_page_runs_nothing_and_loads_nothing() -> None:
    for tag, attributes in Tags(page()).seen:
        assert tag not in {"script", "iframe", "img", "object", "form", "input"}
        assert not any(name.startswith("on") or name in {"src", "style"} for name in attributes)
        assert tag != "link" or attributes["rel"] == "canonical"
    assert "url(" not in page()
    assert "@import" not in page()


def test_a_page_is_laid_out_for_whoever_cannot_see_it() -> None:
    tags = Tags(page()).seen
    assert [tag for tag, _ in tags if tag == "h1"] == ["h1"]
    assert ("html", {"lang": "fr"}) in tags
    assert any(tag == "meta" and one.get("name") == "viewport" for tag, one in tags)
    ids = [one["id"] for _, one in tags if "id" in one]
    assert len(ids) == len(set(ids))
    for tag, one in tags:
        if tag == "th":
            assert one["scope"] in {"col", "row"}
        if one.get("role") == "region":
            assert one.get("aria-label") or one.get("aria-labelledby") in ids
            assert one["tabindex"] == "0"


def test_a_fragment_is_a_piece_of_a_page() -> None:
    text = page(fragment=True)
    seen = [tag for tag, _ in Tags(text).seen]
    assert not {"html", "head", "body", "style", "h1", "main"} & set(seen)
    assert text.startswith('<div class="temoin-charter" lang="fr">')
    assert text.rstrip().endswith("</div>")
    assert page("markdown", fragment=True).startswith("## ")


WHOLE = """\
name: shop
title: Shop
hosts: shop.example
source: https://shop.example/c
date: 2026-11-01
language: fr
profile: fr
undeclared: flag
template: true
consent:
  - {cookie: "Optanon*", format: onetrust, path: /, domain: shop.example, assumption: who knows}
  - {cookie: euconsent-v2, format: tcf, lifetime: 12 months}
overrides:
  choice_lifetime: {value: 12 months, reason: most come once a year}
  measurement_lifetime: {value: 12 months, reason: we need no more}
  anonymous_statistics: {value: required, reason: we ask all the same}
categories:
  audience: {title: Audience, measurement: true, max_lifetime: 6 months}
  ads: {title: Ads, description: They sell., consent: required, names: [C0004], needs: [purpose 1, purpose 3]}
services:
  adnet: {title: AdNet, category: ads, provider: AdNet SA, names: [ad-net], needs: [vendor 7, vendor 8]}
cookies:
  - {name: uid, domain: ads.example, party: third, service: adnet, required: true, lifetime: 1 year}
  - {name: a, category: audience, provider: Us, purpose: counts, lifetime: 1 month, lifetime_source: their page}
  - {name: b, category: unknown, suggested: ads, suggested_by: its name}
allow:
  - {rule: T101, cookie: uid, domain: ads.example, reason: ticket 4711, until: 2027-01-31}
"""

CARRIED = (POLICY, CONSENT, OVERRIDES, CATEGORY, SERVICE, COOKIE)


def leaves(policy: Policy) -> dict[str, object]:
    """What a policy says, by field, what its parts say included."""
    return {field: getattr(meaning(policy), field) for field in Policy.__struct_fields__}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", ["html", "markdown"])
def test_no_key_of_a_policy_is_lost(form: str, code: str) -> None:
    """A key that is added to the schema is carried; where it is not in the policy above, this says so."""
    keys = [key.name for shape in CARRIED for key in shape.SHAPE.all]
    missing = [name for name in keys if not re.search(rf"\b{name}:", WHOLE)]
    assert missing == []
    assert leaves(read_back(published(WHOLE, form, code))) == leaves(loaded(WHOLE))


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_what_looks_like_a_footnote_is_kept(form: str) -> None:
    text = SHOP.replace("purpose: Compte", 'purpose: "Compte [^1] [2]"').replace("the vendor's page", "[^0]")
    assert meaning(read_back(published(text, form, "fr"))) == meaning(loaded(text))


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_allowances_are_on_no_page(form: str) -> None:
    page = published(WHOLE, form, "en")
    assert b"4711" not in page
    assert b"allow" not in page
    assert read_back(page).allow == ()


def test_what_is_to_be_confirmed_stands_apart_and_nobody_is_told_a_guess() -> None:
    text = published(WHOLE, "markdown", "en").decode()
    shown, _, facts = text.partition("## Technical details")
    section = shown.partition("## Cookies whose category is yet to be confirmed")[2]
    assert "| `b` |" in section
    assert "These cookies are set only with your consent." in section
    assert "its name" not in shown
    assert "| cookie | b | suggested | ads |" in facts


def test_a_category_may_bear_the_title_of_what_is_to_be_confirmed() -> None:
    text = WHOLE.replace("title: Ads", "title: Cookies whose category is yet to be confirmed")
    for form in ("html", "markdown"):
        assert leaves(read_back(published(text, form, "en"))) == leaves(loaded(text))


def test_a_page_tells_what_the_profile_sets() -> None:
    text = SHOP.replace("language: fr", "language: fr\nprofile: fr").replace(", lifetime: 6 months}", "}")
    text = text.replace(", consent: exempt, measurement: true, max_lifetime: 13 mois", ", measurement: true")
    page = published(text, "markdown", "fr").decode()
    assert "dans le cookie choice (durée\u00a0: 6 mois)." in page
    assert "Durée maximale\u00a0: 13 mois." in page
    assert "Ces cookies ne nécessitent pas votre consentement." in page
    assert meaning(read_back(page.encode())) == meaning(loaded(text))


def test_the_facts_say_only_what_the_page_cannot() -> None:
    facts = page("markdown").partition("## Détails techniques")[2]
    assert "| cookie |" not in facts
    assert "13 mois" not in facts
    assert "| service | matomo | names | piwik |" in facts


def test_rows_that_were_added_by_hand_are_read_as_any_charter_s() -> None:
    cells = ("HubSpot", "HubSpot Inc.", "Formulaires", "13 mois max", "interne")
    row = f"<tr><th>_hs<b></b>&lt;ID&gt;</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    edited = page().replace("</tbody>", f"{row}</tbody>", 1)
    back = read_back(edited.encode())
    (added,) = [cookie for cookie in back.cookies if cookie.name == "_hs*"]
    assert (added.category, added.provider, added.purpose) == ("needed", "HubSpot Inc.", "Formulaires")
    assert added.lifetime == 397 * 86_400


def test_a_page_whose_markup_was_stripped_is_read_back_all_the_same() -> None:
    bare = re.sub(r' (?:class|id|role|scope|tabindex|lang|aria-\w+|data-[\w-]+)="[^"]*"', "", page())
    assert [cookie.name for cookie in read_back(bare.encode()).cookies] == ["sid", "_pk_id.*", "uid", "seen"]


def test_what_no_page_can_show_is_said() -> None:
    policy = SHOP.replace("name: sid", 'name: "s  id"')
    with pytest.raises(InvalidPolicy, match="spaces side by side"):
        published(policy, "html", "fr")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies())
def test_no_policy_gets_markup_of_its_own_onto_a_page(text: str) -> None:
    page_itself = {
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "p",
        "section",
    }
    tables = {"div", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary"}
    allowed = page_itself | tables
    assert {tag for tag, _ in Tags(published(text, "html", "en").decode()).seen} <= allowed
