"""Words in letters two lines high, to be read from the other side of a desk."""

__all__ = ["HEIGHT", "large"]

HEIGHT = 2

_LETTERS = {
    "a": ("▄▀█", "█▀█"),
    "b": ("█▄▄", "█▄█"),
    "c": ("█▀▀", "█▄▄"),
    "d": ("█▀▄", "█▄▀"),
    "e": ("█▀▀", "██▄"),
    "f": ("█▀▀", "█▀ "),
    "g": ("█▀▀", "█▄█"),
    "h": ("█ █", "█▀█"),
    "i": ("█", "█"),
    "j": ("  █", "█▄█"),
    "k": ("█▄▀", "█ █"),
    "l": ("█  ", "█▄▄"),
    "m": ("█▀▄▀█", "█ ▀ █"),
    "n": ("█▄ █", "█ ▀█"),
    "o": ("█▀█", "█▄█"),
    "p": ("█▀█", "█▀▀"),
    "q": ("█▀█", "▀▀█"),
    "r": ("█▀█", "█▀▄"),
    "s": ("█▀", "▄█"),
    "t": ("▀█▀", " █ "),
    "u": ("█ █", "█▄█"),
    "v": ("█ █", "▀▄▀"),
    "w": ("█ █ █", "▀▄▀▄▀"),
    "x": ("▀▄▀", "█ █"),
    "y": ("█▄█", " █ "),
    "z": ("▀█", "█▄"),
    " ": (" ", " "),
}


def large(word: str) -> tuple[str, ...]:
    """Write a word large.

    Args:
        word: letters from a to z and spaces, of any case; other characters are left out.

    Returns:
        Its lines, all of one width; as many as `HEIGHT`.
    """
    letters = [_LETTERS[char] for char in word.lower() if char in _LETTERS]
    return tuple(" ".join(letter[line] for letter in letters) for line in range(HEIGHT))
