"""Words that people type: capitals and blanks make no difference."""


def same_words(words: str) -> str:
    """The same for every spelling of a category, a competency or a text."""
    return " ".join(words.split()).casefold()
