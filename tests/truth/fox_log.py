"""Firefox's log of its own network: every request that it opened, with its top-level site.

The protocol for drivers says nothing of service workers, shared workers and some of what they fetch. The
browser's own window does: `--remote-allow-system-access` lets a script in it observe every channel.
"""

import json

from truth.bidi import BiDi
from truth.netlog import LoggedRequest

__all__ = ["FoxLog", "site_of_key"]

# A channel's cookies are read as it is opened; one that a cache answers is taken back.
_OBSERVE = """
(() => {
  const opened = globalThis.openedChannels = [];
  const observer = { observe(subject, topic) {
    const channel = subject.QueryInterface(Ci.nsIHttpChannel);
    if (topic === 'http-on-examine-cached-response') {
      const index = opened.findLastIndex((one) => one.id === channel.channelId);
      if (index >= 0) opened.splice(index, 1);
      return;
    }
    const load = channel.loadInfo;
    opened.push({
      id: channel.channelId,
      at: Date.now(),
      method: channel.requestMethod,
      url: channel.URI.specIgnoringRef,
      key: load?.cookieJarSettings?.partitionKey ?? '',
      window: load?.innerWindowID ?? 0,
      leaving: load?.externalContentPolicyType === Ci.nsIContentPolicy.TYPE_BEACON,
    });
  } };
  globalThis.channelObserver = observer;
  Services.obs.addObserver(observer, 'http-on-modify-request');
  Services.obs.addObserver(observer, 'http-on-examine-cached-response');
})()
"""


class FoxLog:
    """What one Firefox opens.

    Args:
        bidi: its protocol, with a session begun.
    """

    def __init__(self, bidi: BiDi) -> None:
        self._bidi = bidi
        self._window = ""

    async def begin(self) -> None:
        """Observe every channel from now on."""
        tree = await self._bidi.send("browsingContext.getTree", {"moz:scope": "chrome"})
        self._window = tree["contexts"][0]["context"]
        await self._run(_OBSERVE)

    async def read(self) -> tuple[LoggedRequest, ...]:
        """The requests so far, in order of time; those a cache served are none."""
        text = await self._run("JSON.stringify(openedChannels)")
        return tuple(
            LoggedRequest(
                tick=one["at"],
                method=one["method"],
                url=one["url"],
                top_site=site_of_key(one["key"]),
                at=one["at"] / 1000,
                window=one["window"],
                leaving=one["leaving"],
            )
            for one in json.loads(text)
        )

    async def _run(self, script: str) -> str:
        answer = await self._bidi.send(
            "script.evaluate",
            {"expression": script, "target": {"context": self._window}, "awaitPromise": False},
        )
        if answer["type"] != "success":
            raise LookupError(f"the browser's own window refused: {answer['exceptionDetails']['text']}")
        return str(answer["result"].get("value", ""))


def site_of_key(key: str) -> str:
    """The top-level site that a partition key names; empty where it names none.

    Args:
        key: "(https,reseda.fr)", with a port or the mark of a foreign ancestor after it.
    """
    parts = key.strip("()").split(",")
    return f"{parts[0]}://{parts[1]}" if len(parts) > 1 else ""
