"""mitmproxy's options for Témoin: declared, checked, and read."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from temoin.errors import UsageError
from temoin.key_file import read_key
from temoin.settings import Settings
from temoin.views import Language
from temoin.vocabulary import Certainty
from temoin.watching.attached import Wishes
from temoin.watching.outputs import check_outputs

if TYPE_CHECKING:
    from mitmproxy.addonmanager import Loader
    from mitmproxy.options import Options

__all__ = ["check", "declare", "keep_out", "wishes_of"]

_HOST = re.compile(r"([a-z0-9-]+(\.[a-z0-9-]+)*)?")
_GRADES = (Certainty.CERTAIN.value, Certainty.INFERRED.value)


def declare(loader: "Loader") -> None:
    """Declare the options.

    Args:
        loader: takes them.
    """
    for name, kind, default, told in (
        ("temoin_policy", Sequence[str], [], "Judge by these policies: names or files."),
        ("temoin_report", Sequence[str], [], "Write the report there; the ending tells the form."),
        ("temoin_lines", str, "", "Write what is settled there, a JSON line each."),
        (
            "temoin_fingerprint_key",
            str,
            "",
            "Give values fingerprints by the key in that file; empty for none.",
        ),
        ("temoin_strict", bool, False, "Count what is unproven as flagged."),
        ("temoin_page", str, "temoin.test", "Show the live page under this name; empty for none."),
        ("temoin_page_port", int, 0, "Where the live page listens on this machine; 0 for any port."),
    ):
        loader.add_option(name, kind, default, told)
    told = "Hold against a site what is proven, or also what is likely."
    loader.add_option("temoin_accuse", str, _GRADES[0], told, choices=_GRADES)
    told = "The language of the HTML report; what the evidence says stays English."
    loader.add_option("temoin_lang", str, "en", told, choices=[one.value for one in Language])


def check(options: "Options", updated: set[str]) -> None:
    """Check options.

    Args:
        options: all of them.
        updated: the names of those that changed.

    Raises:
        UsageError: one that cannot be.
    """
    if "temoin_report" in updated:
        check_outputs(options.temoin_report)
    if "temoin_fingerprint_key" in updated and options.temoin_fingerprint_key:
        read_key(options.temoin_fingerprint_key)
    if "temoin_accuse" in updated and options.temoin_accuse not in _GRADES:
        raise UsageError("temoin_accuse", f"there is no {options.temoin_accuse}", mend=" or ".join(_GRADES))
    if "temoin_page" in updated and not _HOST.fullmatch(options.temoin_page):
        raise UsageError("temoin_page", f"{options.temoin_page} is no host name", mend="such as temoin.test")
    if "temoin_page_port" in updated and not 0 <= options.temoin_page_port <= 65535:
        raise UsageError("temoin_page_port", f"{options.temoin_page_port} is no port", mend="0 for any")


def wishes_of(options: "Options", settings: Settings | None) -> Wishes:
    """What the options ask of a watch.

    Args:
        options: checked.
        settings: how strictly to judge; None for what the options say.
    """
    key = options.temoin_fingerprint_key
    judged = Settings(
        accuse=Certainty(options.temoin_accuse),
        strict=options.temoin_strict,
        fingerprints=read_key(key) if key else None,
    )
    return Wishes(
        settings=settings or judged,
        recording=options.save_stream_file or "",
        lines=options.temoin_lines,
        page=options.temoin_page,
        page_port=options.temoin_page_port,
    )


def keep_out(options: "Options", page: str, port: int) -> None:
    """Keep the live page's own traffic out of what mitmproxy records.

    Args:
        options: mitmproxy's; a filter of the user's own is kept beside ours.
        page: the page's name.
        port: where it listens on loopback.
    """
    loopback = rf"^http://(127\.0\.0\.1|localhost|\[::1\]):{port}/"
    ours = f"!(~d '^{re.escape(page)}$') & !(~u '{loopback}')"
    given = options.save_stream_filter
    options.save_stream_filter = f"({given}) & {ours}" if given else ours
