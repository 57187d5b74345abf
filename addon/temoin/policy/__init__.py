"""What a site declares of its cookies: the policy's schema, loading and matching."""

from temoin.policy.json_schema import policy_schema
from temoin.policy.loading import load_bytes, load_policy, shipped_policies, template_policies
from temoin.policy.matching import category_of, find, namesake, need_of, where
from temoin.policy.problems import BrokenPolicy, Problem
from temoin.policy.schema import SESSION, Category, ConsentCookie, Declaration, Lifetime, Policy, Service

__all__ = [
    "SESSION",
    "BrokenPolicy",
    "Category",
    "ConsentCookie",
    "Declaration",
    "Lifetime",
    "Policy",
    "Problem",
    "Service",
    "category_of",
    "find",
    "load_bytes",
    "load_policy",
    "namesake",
    "need_of",
    "policy_schema",
    "shipped_policies",
    "template_policies",
    "where",
]
