"""Where the demo's web stands.

All its names end in `.example`, which is reserved (RFC 2606): they can never be anybody's, so a demo in one's
everyday browser leaves nothing under a real site's name. They are not under `.test`, where Témoin's own page is,
and each is a site of its own: a portal must be a stranger to the other, and both to the page that leads to them.
"""

from enum import StrEnum

__all__ = ["DEMO_POLICY", "DEMO_START", "HOST_OF", "OWN_PAGE", "START_HOST", "Which"]

START_HOST = "demo.temoin.example"
DEMO_START = f"https://{START_HOST}/"
"""The page to open first."""

DEMO_POLICY = "demo"
"""The name under which the policy of both portals is loaded."""

OWN_PAGE = "temoin.test"
"""Where Témoin shows its live page, unless an option says otherwise."""


class Which(StrEnum):
    """One of the two portals."""

    CORRECT = "correct"
    LEAKY = "leaky"


HOST_OF = {Which.CORRECT: "opendata.correct.example", Which.LEAKY: "opendata.leaky.example"}
