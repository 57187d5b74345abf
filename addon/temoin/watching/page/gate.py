"""Who may read the page, and what every answer carries.

The page is served to whatever browser stands behind the proxy, and every site that browser visits may try to
read it. Four things keep them out: a request must name the page's own host, so that no name of theirs can be made
to point here; one that changes something must come from the page's own origin; every one for data must bear the
token of the run, in a header that no form and no image can send; and no answer may be framed, embedded or read
from elsewhere. Browsers tell a plain-http page no Fetch Metadata, so that is no guard here.
"""

import hmac
import secrets

__all__ = ["HEADERS", "LOOPBACK", "TOKEN_HEADER", "WHERE_PRINTED", "Gate"]

LOOPBACK = "127.0.0.1"

TOKEN_HEADER = "Temoin-Token"  # noqa: S105 (a header's name)

WHERE_PRINTED = "This page opens by the address that temoin printed when the watch began."
"""The one line for whoever has no token."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""What every answer carries, an error too. There is no CORS header: nobody else may read."""

_DEFAULT_PORTS = (":80", ":443")


class Gate:
    """What a request must bring.

    Args:
        name: the reserved name, as browsers write it: lower case, without a port.
        port: where the server listens on loopback.
        token: the token of the run; a new one where not given.
    """

    def __init__(self, name: str, port: int, token: str = "") -> None:
        self.port = port
        self.token = token or secrets.token_urlsafe(32)
        self._own = {
            name: (f"http://{name}", f"https://{name}"),
            f"{LOOPBACK}:{port}": (f"http://{LOOPBACK}:{port}",),
            f"localhost:{port}": (f"http://localhost:{port}",),
        }
        for suffix in _DEFAULT_PORTS:
            self._own[name + suffix] = self._own[name]

    def knows_host(self, host: str) -> bool:
        """Whether a Host header names this page."""
        return host.lower() in self._own

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether an Origin header is of the page that the Host header names."""
        return origin in self._own.get(host.lower(), ())

    def is_token(self, given: str) -> bool:
        """Whether a token is the run's, in a time that tells nothing of how much of it is right."""
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self.token.encode())
