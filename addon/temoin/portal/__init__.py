"""The stand-in portal: a made-up site and its third parties, answered by the proxy without any network.

`Portal` is a plain object, fed a `PortalRequest` and giving a `PortalResponse`; it knows no proxy.
`temoin.portal.addon` puts it behind mitmproxy. `temoin.portal.demo` plays two of them, side by side, for people.
"""

from temoin.portal.portal import HOSTS, NEIGHBOUR, PORTAL, Portal
from temoin.portal.variant import CORRECT, ChoiceBy, Leak, Variant, leaks_named
from temoin.portal.wire import PortalRequest, PortalResponse

__all__ = [
    "CORRECT",
    "HOSTS",
    "NEIGHBOUR",
    "PORTAL",
    "ChoiceBy",
    "Leak",
    "Portal",
    "PortalRequest",
    "PortalResponse",
    "Variant",
    "leaks_named",
]
