"""A proxy of our own: mitmproxy with the addon in it, started and ended by us; one line tells what goes wrong."""

from temoin.proxy.running import ProxyWishes, RunningProxy, running_proxy

__all__ = ["ProxyWishes", "RunningProxy", "running_proxy"]
