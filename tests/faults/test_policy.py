"""A policy that turns invalid while a watch goes on: it is said, the one before judges, a mended one is read."""

import signal
from pathlib import Path

from commands.live import Live
from faults.limited import ROOT
from proxy.clients import get_plain

SHIPPED = ROOT / "policies" / "opendata.reseda.fr.yaml"


def test_a_policy_that_turns_invalid_is_said_and_the_one_before_goes_on(tmp_path: Path) -> None:
    policy = tmp_path / "site.yaml"
    text = SHIPPED.read_text("utf-8")
    policy.write_text(text, "utf-8")
    with Live("watch", "--plain", "--port", "0", "-p", policy, home=tmp_path) as live:
        port = live.port()
        for broken in ("", text.replace("name:", "nam:", 1)):
            before = live.out.count("goes on judging")
            policy.write_text(broken, "utf-8")
            live.until(lambda before=before: live.out.count("goes on judging") > before)  # type: ignore[misc]
        policy.unlink()
        live.until(lambda: "no such file" in live.out)
        assert get_plain(port, "http://temoin.test/")[0] == 200
        policy.write_text(text, "utf-8")
        live.until(lambda: f"{policy} is in order again, as it was before." in live.out)
        assert live.end(signal.SIGTERM) == 3
    assert "Traceback" not in live.out + live.err
    assert "nam` (did you mean `name`?)" in " ".join(live.out.split())
