"""What the policy allows, on a screen."""

from rich.console import Console

from engine.sessions import judge
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.views.screen.allowed import AllowedFindings
from temoin.views.screen.report import SessionScreen

TRAFFIC = """\
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
4.0  document https://shop.example/next"""


def allowed(reason: str = "agreed", until: str = "") -> Session:
    end = f", until: {until}" if until else ""
    entry = f'  - {{rule: T101, cookie: id, reason: "{reason}"{end}}}\n'
    return judge(
        TRAFFIC, policy=f"{SHOP}allow:\n{entry}  - {{rule: T202, cookie: choice, reason: in vain}}\n"
    )


def shown(part: object) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as captured:
        console.print(part)
    return captured.get()


def test_each_is_told_with_what_it_lets_pass_and_why() -> None:
    text = shown(AllowedFindings(allowed(until="2030-01-31")))
    assert "Allowed by the policy  1 finding" in text
    assert "id   ads.example  ·  third party  ·  shop.example" in text
    assert "T101 Too early: sent once before any choice was made" in text
    assert "allowed: agreed (until 2030-01-31, line 25 of the policy)" in text


def test_nothing_is_said_where_nothing_is_allowed() -> None:
    assert shown(AllowedFindings(judge(TRAFFIC))) == ""


def test_a_reason_is_printed_unharmed() -> None:
    text = shown(AllowedFindings(allowed(reason=r"[red]\e[2J\u202e")))
    assert "[red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_an_allowance_in_vain_is_among_the_findings_and_in_no_list_of_absences() -> None:
    text = shown(SessionScreen(allowed()))
    assert "T902 Allowed in vain: the policy allows T202 of it, and this session did not show any" in text
    assert "T302, T902" not in text
