"""What can be written into a results directory."""

from abc import ABC, abstractmethod
from pathlib import Path

from sanlian_sim.experiments.runs.store import results_directory
from sanlian_sim.language.catalogue import Language


class Written(ABC):
    """Something found, which readers keep as a results directory."""

    @abstractmethod
    def put(self, working: Path, lang: Language = "en") -> None:
        """Write everything into an empty directory.

        Raises
        ------
        OSError
            If it cannot be written.
        """

    def write(self, directory: str | Path, *, fresh: bool = False, lang: Language = "en") -> None:
        """Write a results directory, as the command does: all of it appears, or nothing.

        Parameters
        ----------
        directory : path
            Must not be there.
        fresh : bool
            Whether results that stand there may be replaced.
        lang : {"en", "zh"}
            Of words and figures.

        Raises
        ------
        DirectoryRefusedError
            If the directory cannot take results.
        WriteFailedError
            If the disk is full or cannot be written.
        """
        with results_directory(Path(directory), fresh=fresh) as working:
            self.put(working, lang)
