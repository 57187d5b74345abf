"""What our own reports hold whatever was recorded: style sheets and scripts, whose words any site may have too."""

from functools import cache

from temoin.audit import Audit
from temoin.report import Report
from temoin.statement import Source
from temoin.views import ViewOptions, views
from temoin.vocabulary import Outcome

__all__ = ["own_words"]


@cache
def own_words() -> bytes:
    """The reports on nothing at all, in each form that is a document."""
    nothing = Report(Outcome.UNPROVEN, (Audit(()).close(Source("")),), "")
    made = (view.render(nothing, ViewOptions(exchanges=True)) for view in views())
    return b"\n".join(document for document in made if isinstance(document, bytes))
