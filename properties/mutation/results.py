"""The file of results: one line for each change that was tried, written as it is done.

The first line says what was drawn, and from which sources. A run that finds the file of
an interrupted one goes on where that ended, and refuses the file of another.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from properties.mutation.sites import Site
from properties.mutation.trials import Trial


class OtherRunError(ValueError):
    """A file of results is not of this run; the message says how it differs."""


@attrs.frozen
class Drawn:
    """What a run is about."""

    sources: str
    """A hash of the sources."""
    seed: int
    under: tuple[str, ...]
    by: str
    """The kinds of evidence that are asked."""


@attrs.frozen
class Results:
    """A file of results."""

    path: Path

    def begin(self, drawn: Drawn, sites: Sequence[Site]) -> dict[str, Trial]:
        """The trials that an earlier run of the same draw has made, by site.

        The file is begun if there is none.

        Raises:
            OtherRunError: The file is not of the same draw.
        """
        asked = json.loads(json.dumps(attrs.asdict(drawn)))
        if not self.path.exists():
            self._add({"drawn": asked})
            return {}
        known = {site.key: site for site in sites}
        try:
            first, *lines = self._lines()
            if first["drawn"] != asked:
                raise OtherRunError(_difference(self.path, first["drawn"], asked))
            trials = [_trial(line, known) for line in lines if line["site"] in known]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if isinstance(error, OtherRunError):
                raise
            raise OtherRunError(f"{self.path} is no file of results") from None
        return {trial.site.key: trial for trial in trials}

    def add(self, trial: Trial) -> None:
        """Write down what became of one more change."""
        record = attrs.asdict(trial)
        record["site"] = trial.site.key
        self._add(record)

    def _lines(self) -> list[Any]:
        """The records, without a last one that was not written to its end."""
        text = self.path.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            self.path.write_text(whole, encoding="utf-8")
        return [json.loads(line) for line in whole.splitlines()]

    def _add(self, record: Mapping[str, Any]) -> None:
        """Add a line."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")


def _trial(record: dict[str, Any], known: Mapping[str, Site]) -> Trial:
    """A trial as it was written down."""
    return Trial(**{**record, "site": known[record["site"]]})


def _difference(path: Path, was: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """In what two draws differ."""
    names = [name for name in asked if was.get(name) != asked[name]]
    return f"{path} is of another run: it differs in {', '.join(names)}"
