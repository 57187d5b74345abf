"""What consent cookies hold beside the choice (ids, stamps, dates) is shown nowhere."""

from base64 import b64encode

import pytest

from engine.sessions import judge
from temoin.policy import load_policy
from temoin.report import Report
from temoin.views import ViewOptions, view_named
from temoin.views.terminal import plain_text

SECRET = "S3CRET-7f3a"
PLANTED = {
    "onetrust": f"OptanonConsent=consentId={SECRET}&landingPath={SECRET}&groups=C0001%3A1%2CC0002%3A0; "
    f"OptanonAlertBoxClosed={SECRET}",
    "cookiebot": f"CookieConsent={{stamp:%27{SECRET}%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:false%2C"
    f"marketing:true%2Cregion:%27{SECRET}%27}}",
    "didomi": "didomi_token="
    + b64encode(
        f'{{"user_id":"{SECRET}","ac":"{SECRET}","purposes":{{"enabled":["ads"]}}}}'.encode()
    ).decode(),
    "axeptio": f'axeptio_cookies={{"$$token":"{SECRET}","$$completed":true,"hotjar":true,"note":"{SECRET}"}}',
    "tarteaucitron": f"tarteaucitron=!id={SECRET}!gtag=true",
    "complianz": f"cmplz_policy_id={SECRET}; cmplz_user_data={SECRET}; cmplz_marketing=allow",
    "klaro": f'klaro={{"hotjar":true,"broken":"{SECRET}"}}',
    "tcf": f"euconsent-v2=CQeF0pAQeF0pAAHABBEN{SECRET}",
}


@pytest.mark.parametrize("template", PLANTED)
@pytest.mark.parametrize("form", ["json", "terminal"])
def test_no_view_shows_more_of_a_consent_cookie_than_its_choice(template: str, form: str) -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends {PLANTED[template]}; _ga=1
        4.0  document https://shop.example/next sends {PLANTED[template]}
        """,
        policy=load_policy(template),
    )
    report = Report(session.outcome, (session,), "0")
    made = view_named(form).render(report, ViewOptions(exchanges=True, verbose=True))
    text = made if isinstance(made, bytes) else plain_text(made, 160)
    assert b"_ga" in text
    assert SECRET.encode() not in text


@pytest.mark.parametrize("template", PLANTED)
def test_nor_does_the_note_on_a_site_without_a_policy(template: str) -> None:
    session = judge(f"0.0  document https://other.example/ sends {PLANTED[template]}")
    assert SECRET not in "".join(session.notes)
