"""What each command of `temoin policy` does: one module a command."""
