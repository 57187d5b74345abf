"""Opens a browser that goes through a proxy and trusts it, on a fresh profile, as an ordinary visitor has it.

    async with await open_browser(proxy=("127.0.0.1", 8080), authority=certificate, urls=(url,)) as browser:
        closed = await browser.wait()

What a browser needs to be told is its family's (`families`, a module each); where it is, `finding`'s; that nothing
of it is left behind, `keeper`'s. Linux, macOS and Windows are looked up alike, from data; only Linux was run.
"""

from temoin.browsers.family import ThirdPartyCookies
from temoin.browsers.finding import browsers
from temoin.browsers.kept import Closed
from temoin.browsers.opening import OpenBrowser, open_browser

__all__ = ["Closed", "OpenBrowser", "ThirdPartyCookies", "browsers", "open_browser"]
