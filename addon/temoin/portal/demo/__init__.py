"""The demo: two portals, one that keeps its word and one that leaks, and a page that leads through both.

`DEMO_START` is the page to open first, `DEMO_POLICY` the policy that covers both portals (`load_policy` knows it by
that name), `temoin.portal.demo.addon.demo_addon` what mitmproxy is given; the rest of it knows no proxy.
"""

from temoin.portal.demo.hosts import DEMO_POLICY, DEMO_START, HOST_OF, OWN_PAGE, START_HOST, Which
from temoin.portal.demo.web import DemoWeb

__all__ = ["DEMO_POLICY", "DEMO_START", "HOST_OF", "OWN_PAGE", "START_HOST", "DemoWeb", "Which"]
