"""What a policy's profile sets, with what the policy puts in its place."""

from msgspec.structs import replace

from temoin.policy.keys import OVERRIDE, OVERRIDES, POLICY, Part
from temoin.policy.regime import Defaults, Limit, Waiver
from temoin.policy.regimes import regime
from temoin.policy.sections import Section

__all__ = ["read_defaults"]


def read_defaults(policy: Section) -> Defaults | None:
    """Read which defaults a policy takes.

    Args:
        policy: the file as a whole.

    Returns:
        The defaults, or None where it names no profile.
    """
    name = policy.one(POLICY.PROFILE, None)
    overrides = policy.part(POLICY.OVERRIDES)
    if name is None:
        if overrides is not None and not policy.has(POLICY.PROFILE):
            overrides.wrong(
                None, "overrides need a `profile`, whose defaults they are put for", "name the profile"
            )
        return None
    defaults = regime(name).defaults
    if overrides is None:
        return defaults
    return Defaults(
        profile=name,
        choice=_length(overrides, OVERRIDES.CHOICE, defaults.choice),
        measurement=_length(overrides, OVERRIDES.MEASUREMENT, defaults.measurement),
        statistics=_need(overrides, OVERRIDES.STATISTICS, defaults.statistics),
    )


def _length(overrides: Section, part: Part, default: Limit) -> Limit:
    section = overrides.part(part)
    if section is None:
        return default
    seconds, reason = section.one(OVERRIDE.LENGTH, None), section.one(OVERRIDE.REASON, "")
    return replace(default, seconds=seconds, source=_source(reason), line=section.line)


def _need(overrides: Section, part: Part, default: Waiver) -> Waiver:
    section = overrides.part(part)
    if section is None:
        return default
    need, reason = section.one(OVERRIDE.NEED, default.need), section.one(OVERRIDE.REASON, "")
    return replace(default, need=need, source=_source(reason), line=section.line)


def _source(reason: str) -> str:
    return f"the policy's own: {reason}"
