"""The live page: what a watch shows, in a browser, kept open in a second window.

    gate.py        who may read it, and what every answer carries
    mirror.py      follows the watch, and knows what changed since when
    cookies.py     the crossings counted by cookie, from the first one
    pulse.py       the crossings counted over time
    messages.py    what is sent to the browser, in parts of a bounded size
    feed.py        looks at the watch a few times a second, and wakes who waits
    downloads.py   reports and the recording, as files
    answers.py     what all answers have in common
    handlers.py    what is answered
    server.py      the server on loopback
    relay.py       leads connections of a reserved name there, inside mitmproxy
    static/        the page itself: nothing in it comes from elsewhere, nothing in it is of a session

The page is a file that anyone may have, and it is empty. What it shows it asks for with the token of the run, which
stands in the address that was printed, after the `#`: so it is in no request's address, no Referer and no log.
"""

from temoin.watching.page.server import PageServer

__all__ = ["PageServer"]
