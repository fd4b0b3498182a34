"""The symbols of the paper's model, set from the names they have in plain text."""

import re

GREEK = {"theta": "θ", "omega": "ω", "beta": "β", "sigma": "σ", "pi": "π", "p-dagger": "p†"}
_GREEK_WORD = re.compile(rf"(?<![A-Za-z])({'|'.join(GREEK)})(-hat|-dagger)?(?![a-z])")
_MARKS = {"-hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "-dagger": "†", None: ""}
_SUBSCRIPT = re.compile(r"(?<![A-Za-z])([cpsβ])_([A-Za-z]+)(?:\^([A-Z]+)|-dagger)?")


def in_symbols(text: str) -> str:
    """Join lines, and set names such as beta_AP in Greek letters and in tags for subscripts."""
    joined = " ".join(text.split())
    greek = _GREEK_WORD.sub(lambda match: GREEK[match[1]] + _MARKS[match[2]], joined)
    return _SUBSCRIPT.sub(_subscript, greek)


def _subscript(match):
    upper = match[3] or ("†" if match[0].endswith("-dagger") else "")
    return f"{match[1]}<sub>{match[2]}</sub>" + (f"<sup>{upper}</sup>" if upper else "")
