"""What the page that is being served shows, for every tab that opens it."""

from dataclasses import dataclass

from sanlian_sim.dashboard.question import Question, read_question
from sanlian_sim.language.catalogue import Language


@dataclass
class Served:
    """What a new tab begins with.

    Attributes
    ----------
    question : Question, or None
        None for the shipped example.
    lang : str
    """

    question: Question | None = None
    lang: Language = "en"

    def begin(self) -> Question:
        """Return the question of a new tab."""
        return self.question or read_question(None)


SERVED = Served()
"""The one page of this process."""
