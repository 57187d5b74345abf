"""What a rich console can show of a report: each part a class built from data, printable alone."""
