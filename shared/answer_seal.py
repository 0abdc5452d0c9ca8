"""Where and how a service seals the remembered answers that show a secret."""

from typing import Protocol

ANSWER_SEAL = "answer_seal"
"""Where a database session knows what seals remembered answers (`session.info`)."""


class AnswerSeal(Protocol):
    """What a service seals its secrets with."""

    def close(self, plain: str) -> str: ...

    def open(self, sealed: str) -> str: ...
