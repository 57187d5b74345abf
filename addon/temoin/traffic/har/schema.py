"""What is asked of a HAR document; all the rest, bodies first of all, is skipped without being built.

HAR 1.1 and 1.2 (softwareishard.com/blog/har-12-spec), and the underscored fields of their own that Chromium,
Safari and Playwright write. Any field may be missing or null. A field of a wrong type is an error, with the
one liberty that nobody is asked for what is not read.
"""

import msgspec

__all__ = ["Cache", "Cookie", "Creator", "Entry", "Har", "Log", "Pair", "Request", "Response", "Timings"]


class Pair(msgspec.Struct, gc=False):
    """A header field."""

    name: str | None = None
    value: str | None = None


class Cookie(msgspec.Struct, gc=False):
    """One of the cookies that a message is said to bear, beside its headers."""

    name: str | None = None
    value: str | None = None
    path: str | None = None
    domain: str | None = None
    expires: str | float | None = None
    http_only: bool | None = msgspec.field(name="httpOnly", default=None)
    secure: bool | None = None
    same_site: str | None = msgspec.field(name="sameSite", default=None)


class Request(msgspec.Struct):
    """What was sent."""

    method: str | None = None
    url: str | None = None
    http_version: str | None = msgspec.field(name="httpVersion", default=None)
    headers: list[Pair] | None = None
    cookies: list[Cookie] | None = None


class Body(msgspec.Struct, gc=False):
    """What an answer brought, content coding undone; the text is looked at for documents only."""

    text: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    encoding: str | None = None


class Response(msgspec.Struct):
    """What came back; a status of 0 (Playwright: -1) means that nothing did."""

    status: float | None = None
    headers: list[Pair] | None = None
    cookies: list[Cookie] | None = None
    content: Body | None = None
    error: str | None = msgspec.field(name="_error", default=None)
    failure: str | None = msgspec.field(name="_failureText", default=None)
    by_worker: bool | None = msgspec.field(name="_fetchedViaServiceWorker", default=None)


class Timings(msgspec.Struct, gc=False):
    """Milliseconds, one after the other; -1 or nothing where a step did not happen.

    `ssl` is part of `connect`.
    """

    blocked: float | None = None
    dns: float | None = None
    connect: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None


class Cache(msgspec.Struct, gc=False):
    """What the cache did; Firefox writes `afterRequest`, null or not, only where it answered."""

    after: msgspec.Raw | msgspec.UnsetType = msgspec.field(name="afterRequest", default=msgspec.UNSET)

    @property
    def answered(self) -> bool:
        """Whether `afterRequest` is there."""
        return self.after is not msgspec.UNSET


class Entry(msgspec.Struct):
    """One request and what became of it."""

    started: str | None = msgspec.field(name="startedDateTime", default=None)
    time: float | None = None
    request: Request | None = None
    response: Response | None = None
    timings: Timings | None = None
    cache: Cache | None = None
    pageref: str | None = None
    connection: str | int | None = None
    connection_id: str | int | None = msgspec.field(name="_connectionId", default=None)
    resource_type: str | None = msgspec.field(name="_resourceType", default=None)
    frame: str | None = msgspec.field(name="_frameref", default=None)
    from_cache: str | bool | None = msgspec.field(name="_fromCache", default=None)
    fetch_type: str | None = msgspec.field(name="_fetchType", default=None)


class Creator(msgspec.Struct, gc=False):
    """Who wrote the document: "WebInspector" is Chromium, "WebKit Web Inspector" Safari."""

    name: str | None = None


class Log(msgspec.Struct):
    """The document."""

    entries: list[Entry]
    creator: Creator | None = None


class Har(msgspec.Struct):
    """The file."""

    log: Log
