"""Marks texts that are translated elsewhere than where they stand."""


def marked(text: str) -> str:
    """The text itself; whoever collects texts for the catalogues finds it by this name."""
    return text
