"""Témoin: what a site did with a visitor's choice, proven from real traffic."""
