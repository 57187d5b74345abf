"""What cookie headers say, what a browser keeps of it, and what a visitor must now hold."""

from temoin.cookies.dates import parse_cookie_date
from temoin.cookies.jar import Held, Jar
from temoin.cookies.shelves import MOST_COOKIES, MOST_PER_DOMAIN
from temoin.cookies.storage import (
    Cause,
    Refusal,
    Stored,
    default_path,
    is_secure,
    judge,
    judge_field,
    path_matches,
)
from temoin.cookies.syntax import (
    Pair,
    SameSite,
    SetCookie,
    parse_cookie,
    parse_set_cookie,
    split_set_cookie,
)
from temoin.cookies.values import MOST_LABELS, Labels, Shape, length, shape

__all__ = [
    "MOST_COOKIES",
    "MOST_LABELS",
    "MOST_PER_DOMAIN",
    "Cause",
    "Held",
    "Jar",
    "Labels",
    "Pair",
    "Refusal",
    "SameSite",
    "SetCookie",
    "Shape",
    "Stored",
    "default_path",
    "is_secure",
    "judge",
    "judge_field",
    "length",
    "parse_cookie",
    "parse_cookie_date",
    "parse_set_cookie",
    "path_matches",
    "shape",
    "split_set_cookie",
]
