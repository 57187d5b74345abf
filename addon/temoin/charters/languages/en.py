"""English."""

from temoin.charters.languages.language import Language, Page, Unit
from temoin.charters.terms import Column, Sort
from temoin.vocabulary import Need, Party

__all__ = ["LANGUAGE"]

_DAY = 86_400
_MONTHS = """
    January February March April May June July August September October November December
"""

_PAGE = Page(
    title="Cookies set by {site}",
    this_site="this site",
    covers="This page says which cookies are set on {hosts}, what each is for and how long it is kept.",
    read="It is up to date as of {date}.",
    months=tuple(_MONTHS.split()),
    first="1",
    choice="Your choice is kept in the cookie {cookie}.",
    choice_kept="Your choice is kept in the cookie {cookie} (for {lifetime}).",
    pattern="In a cookie's name, * stands for characters that vary.",
    needs={
        Need.EXEMPT: "These cookies do not need your consent.",
        Need.REQUIRED: "These cookies are set only with your consent.",
    },
    measurement="Audience measurement exempt from consent: the lifetime of these cookies is not prolonged at each "
    "visit.",
    limit="Longest lifetime: {lifetime}.",
    none="No cookie of this category is set.",
    unconfirmed="Cookies whose category is yet to be confirmed",
    columns={
        Column.NAME: "Cookie name",
        Column.SERVICE: "Service",
        Column.PROVIDER: "Provider",
        Column.PURPOSE: "Purpose",
        Column.LIFETIME: "Lifetime",
        Column.PARTY: "First or third party",
    },
    parties={Party.FIRST: "first party", Party.THIRD: "third party"},
    party_domain="{party} ({domain})",
    session="session",
    lifetime_source="{lifetime} (source: {source})",
    technical="Technical details",
    technical_about="For tools that compare this page with what the site does.",
    technical_columns=("Part", "Identifier", "Key", "Value"),
    parts={
        "policy": "policy",
        "consent": "choice",
        "category": "category",
        "service": "service",
        "cookie": "cookie",
    },
)

LANGUAGE = Language(
    code="en",
    name="English",
    common="""
        the, of, and, to, is, are, on, for, your, you, this, by, that, with, which, we, our
    """,
    columns={
        Column.NAME: """
            =cookie, =cookies, =cookie(s), =tracker, =trackers, name, names, cookie name*, cookies name*,
            name of cookie*, name of the cookie*, cookies set, cookie id, =key, name of tracker, cookie
            title, cookie key
        """,
        Column.SERVICE: """
            service*, service name, function and location, service and location, tool*, tool name, solution,
            technology, application, plugin, feature, product, =location
        """,
        Column.PROVIDER: """
            provider*, provider name, service provider*, supplier*, vendor*, publisher, company, owner, set
            by, placed by, source, issuer, third party name, name of third party, partner, party
            responsible, controller, issued by, origin
        """,
        Column.DOMAIN: """
            domain*, domain name, cookie domain, host*, cookie subgroup, =website, =site, domain of cookie
        """,
        Column.PURPOSE: """
            purpose*, description*, function*, use, uses, used, usage, what … do*, what it does, what … for,
            why*, goal*, reason*, explanation, about, used for, objective*, detail*, information*, cookie
            purpose, cookie description, purpose of cookie, purpose of the cookie, role, more information,
            purpose category
        """,
        Column.LIFETIME: """
            lifetime, lifespan, life span, life, duration*, expir*, retention*, storage duration, storage
            period, validity, how long*, maximum storage duration, max age, persistence, cookie duration,
            expiration time, default expiration time, cookie lifespan, cookie lifetime, cookie expiry, kept
            for, retention period
        """,
        Column.CATEGORY: """
            category, categories, cookie category, cookie group, group, classification, class, cookie
            categories
        """,
        Column.PARTY: """
            party, first or third party, first / third party, first party / third party, 1st or 3rd party,
            1st … 3rd, first … third, party type
        """,
        Column.TYPE: """
            type*, cookie type, type of cookie*, kind, cookies used, nature, session or persistent,
            persistent or session
        """,
    },
    sorts={
        Sort.NECESSARY: "necessary, essential*, required, mandatory, technical, indispensable",
        Sort.FUNCTIONAL: "functional*, functionality",
        Sort.PREFERENCES: """
            preference*, personalisation, personalization, comfort, customisation, customization
        """,
        Sort.SECURITY: "security",
        Sort.STATISTICS: """
            statistic*, analytic*, performance, audience measurement, measurement, audience, web analytics,
            measure website use, usage measurement
        """,
        Sort.MARKETING: """
            marketing, advertis*, targeting, targeted, retargeting, ad cookies, ads, commercial,
            communications and marketing
        """,
        Sort.SOCIAL: "social media, social network*, social",
        Sort.MEDIA: "video*, multimedia, embedded content, external content, external media, media",
        Sort.INTERNAL: "internal, first-party, first party",
        Sort.THIRD_PARTY: "third-party, third party, third parties, external",
        Sort.OPTIONAL: "optional",
        Sort.UNCLASSIFIED: """
            unclassified, uncategorised, uncategorized, =other, =others, other cookies, unknown
        """,
        Sort.EXEMPT: """
            exempt* … consent, without consent, not requiring consent, no consent needed, no consent
            required
        """,
        Sort.CONSENTED: """
            consent needed, consent necessary, consent mandatory, requiring … consent, subject to … consent,
            with your consent, based on consent, consent required
        """,
    },
    negations="non, not, not strictly, non strictly, other than, un",
    exempt="""
        exempt* from … consent, does not require … consent, do not require … consent, don't require …
        consent, do not need … consent, do not need … permission, consent is not required, consent is not
        needed, no consent is needed, no consent is required, consent is not necessary, not subject to …
        consent, cannot be switched off, cannot be disabled, cannot be turned off, can not be switched off,
        cannot be rejected, always active, always on
    """,
    consented="""
        require … consent, requires … consent, need your consent, need … consent, need your permission,
        subject to … consent, with your consent, only if you … consent, only if you … accept*, only set
        after you, only set if you, only after … consent, only with … consent, only with … permission, if
        you accept, if you consent, unless you consent, consent is needed, consent is required
    """,
    conditions="when, where, if, unless, provided, as long as",
    parties={
        Party.FIRST: """
            first party, first-party, 1st party, 1st-party, first, 1st, internal, own, this site, this
            website, our site, our website
        """,
        Party.THIRD: "third party, third-party, 3rd party, 3rd-party, third, 3rd, external",
    },
    session="""
        session*, close* … browser, closing … browser, browser is closed, browser closes, end of visit, end
        of your visit, leave the site, quit* … browser, exit* … browser
    """,
    endless="""
        persistent, permanent, unlimited, indefinite*, never, until deleted, until cleared, no expiry, does
        not expire
    """,
    units=(
        Unit("second", "seconds", "s, sec, secs, second, seconds", seconds=1),
        Unit("minute", "minutes", "min, mins, minute, minutes", seconds=60),
        Unit("hour", "hours", "h, hr, hrs, hour, hours", seconds=3600),
        Unit("day", "days", "d, day, days", seconds=_DAY),
        Unit("week", "weeks", "w, wk, wks, week, weeks", seconds=7 * _DAY),
        Unit("month", "months", "mo, month, months", months=1),
        Unit("year", "years", "y, yr, yrs, year, years", months=12),
    ),
    numbers="""
        a=1, an=1, one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10,
        eleven=11, twelve=12, thirteen=13, fifteen=15, eighteen=18, twenty-four=24, thirty=30, ninety=90
    """,
    ranges="to, until, up to",
    asides="and, then, plus",
    stored="""
        local storage, localstorage, html local storage, session storage, sessionstorage, indexeddb, pixel*,
        web beacon*, pixel tracker
    """,
    starting="""
        starting with, starts with, start with, beginning with, begins with, begin with, prefixed with,
        prefixed by, prefix, of the form
    """,
    ending="ending with, ends with, end with, ending in, ends in, suffix",
    joining="and, or",
    cookie="cookie*, tracker*",
    none="none, n/a, na, various, multiple, several, not applicable, varies, -",
    lists="""
        list of cookies, cookie list, list of the cookies, cookie declaration, cookie details, our cookies,
        the cookies we use, cookies we use, which cookies, what cookies, cookies used, =cookies, =the
        cookies, cookie policy, cookies policy, cookie notice, how we use cookies, cookie table, types of
        cookies
    """,
    choosing="""
        choice* … cookies, cookie choice*, cookie preference*, preferences … cookies, consent … cookies,
        cookie consent, cookies consent, cookie banner, consent state, consent preference*, consent status,
        consent choice*, consent setting*, consent … user, accepted … cookies, accepted or rejected,
        accepted or refused, cookie settings, acceptance … cookies, privacy preference*, seen the cookie*,
        seen the cookies message, cookie acceptance
    """,
    statement=r"(?i)^(?:the |our )?(?P<title>(?:{quoted}(?:(?:, | or | and ){quoted})*|[\w-]+(?: [\w-]+){{0,3}}?)"
    r"(?: [\w-]+)? cookies)"
    r" (?:are|allow|make|enable|help|let|can|collect|remember|do|gather|record|provide|track|may|store):?\b",
    anonymous="(anonymous)",
    page=_PAGE,
)
