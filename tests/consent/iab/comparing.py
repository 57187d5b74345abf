"""Whether our own decoders read a consent string as the IAB's own packages did."""

from collections.abc import Iterator
from typing import Any

from temoin.consent import Choice, format_named
from temoin.consent.bits import Numbers
from temoin.consent.gpp_string import decode as decode_gpp
from temoin.consent.tc_string import Publisher, TCString
from temoin.consent.tc_string import decode as decode_tc

OPT_OUTS = {
    "SaleOptOut": "sale",
    "SharingOptOut": "sharing",
    "TargetedAdvertisingOptOut": "targeted advertising",
    "PersonalDataConsents": "personal data",
    "AdditionalDataProcessingConsent": "additional data",
    "SensitiveDataProcessing": "sensitive data",
    "KnownChildSensitiveDataConsents": "known child data",
}
LATE = {"usmd", "usin", "usky", "usri"}
"""Sections whose sensitive data stands in a segment of its own, which is not read."""


def differences(document: Any) -> list[str]:
    """What our decoders read otherwise, a line each."""
    found = [one for vector in document["tcf"] for one in _tcf(vector)]
    return found + [one for vector in document["gpp"] for one in _gpp(vector)]


def _numbers(ranges: list[list[int]]) -> Numbers:
    return Numbers(tuple((first, last) for first, last in ranges))


def _tcf(vector: Any) -> Iterator[str]:
    found = decode_tc(vector["text"])
    publisher = vector["publisher"]
    expected = TCString(
        policy_version=vector["policy"],
        special_features=_numbers(vector["special_features"]),
        purposes=_numbers(vector["purposes"]),
        interests=_numbers(vector["interests"]),
        vendors=_numbers(vector["vendors"]),
        vendor_interests=_numbers(vector["vendor_interests"]),
        restrictions=(),
        publisher=publisher and Publisher(**{name: _numbers(ranges) for name, ranges in publisher.items()}),
    )
    for field in expected.__struct_fields__:
        ours, theirs = getattr(found, field), getattr(expected, field)
        if field != "restrictions" and ours != theirs:
            yield f"{vector['text'][:60]}: {field}: {ours} for {theirs}"
    restrictions = sorted((one.purpose, one.kind, one.vendors.ranges) for one in found.restrictions)
    theirs = [
        (one["purpose"], one["kind"], _numbers(one["vendors"]).ranges) for one in vector["restrictions"]
    ]
    if restrictions != sorted(theirs):
        yield f"{vector['text'][:60]}: restrictions: {restrictions} for {theirs}"


def _gpp(vector: Any) -> Iterator[str]:
    parts = decode_gpp(vector["text"])
    if [part.number for part in parts] != vector["ids"]:
        yield f"{vector['text'][:60]}: sections {[part.number for part in parts]} for {vector['ids']}"
    if vector["tc"] is not None and vector["tc"] not in [part.text for part in parts]:
        yield f"{vector['text'][:60]}: its TC string is another"
    answers = dict(_answer(name, fields) for name, fields in _fields(vector["sections"]))
    found = format_named("gpp").read(vector["text"])
    ours = _ours(found) if isinstance(found, Choice) else {}
    if ours != answers:
        yield f"{vector['text'][:60]}: {ours} for {answers}"


def _ours(choice: Choice) -> dict[str, bool]:
    tcf = ("purpose ", "special feature ")
    said = dict.fromkeys(choice.granted, True) | dict.fromkeys(choice.refused, False)
    return {name: yes for name, yes in said.items() if not name.startswith(tcf)}


def _fields(sections: Any) -> Iterator[tuple[str, list[int]]]:
    """Each name that sections answer, with all their answers but "not applicable"."""
    found: dict[str, list[int]] = {}
    for section, fields in sections.items():
        for field, value in fields.items():
            if field == "OptOutSale":
                found.setdefault("sale", []).append({"Y": 1, "N": 2, "-": 0}[value])
            elif field in OPT_OUTS and not (section in LATE and field == "SensitiveDataProcessing"):
                values = value if isinstance(value, list) else [value]
                for place, one in enumerate(values, start=1):
                    name = f"{OPT_OUTS[field]} {place}" if isinstance(value, list) else OPT_OUTS[field]
                    found.setdefault(name, []).append(one)
    for name, values in found.items():
        if any(values):
            yield name, [one for one in values if one]


def _answer(name: str, values: list[int]) -> tuple[str, bool]:
    return name, 1 not in values
