"""Charters that Témoin publishes from a policy, and reads back."""
