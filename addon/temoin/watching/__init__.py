"""Watching live: hooks feed an engine behind a queue, and boards tell what it holds, while a visitor browses.

`board` is what views are given. `session` runs the engine; it knows no mitmproxy, no terminal and no browser.
"""
