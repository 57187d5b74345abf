"""A cookie without a name is called so, and no gap stands in a sentence."""

from pathlib import Path

import temoin
from traffic.flows import flow, written

DOCUMENT = ((b"sec-fetch-site", b"none"), (b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"document"))


def test_a_cookie_without_a_name_is_called_so(tmp_path: Path) -> None:
    place = tmp_path / "nameless.flow"
    place.write_bytes(written(flow(sent=[*DOCUMENT, (b"cookie", b"=1")])))
    [session] = temoin.replay([str(place)], ["opendata.reseda.fr"]).sessions
    told = [reason for finding in session.findings for reason in finding.reasons]
    assert "no entry of opendata.reseda.fr declares a cookie without a name of opendata.reseda.fr" in told
    assert not any("  " in reason for reason in told)
