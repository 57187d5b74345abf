"""Which page caused a request, so whose first party it is.

Theory of operation
===================

The wire never says which tab a request came from. It gives hints, and each has a strength that was
measured. So attribution works on the *set of possible pages*: a rule narrows the set, and what all pages of
the set share is known even when the page itself is not. Two tabs of one portal make the page ambiguous, not
the site; a pixel that no open page could call its own is third-party whoever fired it.

Three facts are kept, for each visitor (`documents`): the *pages* opened by top-level navigations, each
redirect hop one of its own; the *initiators*, which are documents, frames, style sheets, workers and scripts
by URL, each with the pages it may belong to; and the *redirects* under way. The rules that read them stand in
one table (`clues.RULES`), tried in order; the first that decides is named in every reason.

Pages are never closed: the wire does not show it, and a page may come back from the back-forward cache.
"""

from temoin.pages.attribution import Attribution, Attributor
from temoin.pages.clues import RULES
from temoin.pages.documents import Documents
from temoin.pages.possible import OpenedPage

__all__ = ["RULES", "Attribution", "Attributor", "Documents", "OpenedPage"]
