"""What a site declares of its cookies: the policy's schema, loading and matching."""

from temoin.policy.allowance import Allowance
from temoin.policy.draft import Draft, Place
from temoin.policy.json_schema import policy_schema
from temoin.policy.loading import (
    draft_of,
    load_bytes,
    load_draft,
    load_policy,
    shipped_policies,
    template_policies,
)
from temoin.policy.matching import category_of, find, namesake, need_of, where
from temoin.policy.problems import BrokenPolicy, Problem
from temoin.policy.regime import Defaults
from temoin.policy.schema import (
    NO_PATH,
    SESSION,
    UNKNOWN,
    Category,
    ConsentCookie,
    Declaration,
    Lifetime,
    Policy,
    Service,
)

__all__ = [
    "NO_PATH",
    "SESSION",
    "UNKNOWN",
    "Allowance",
    "BrokenPolicy",
    "Category",
    "ConsentCookie",
    "Declaration",
    "Defaults",
    "Draft",
    "Lifetime",
    "Place",
    "Policy",
    "Problem",
    "Service",
    "category_of",
    "draft_of",
    "find",
    "load_bytes",
    "load_draft",
    "load_policy",
    "namesake",
    "need_of",
    "policy_schema",
    "shipped_policies",
    "template_policies",
    "where",
]
