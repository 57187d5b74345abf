"""A HAR's entries written anew: which field becomes what."""
