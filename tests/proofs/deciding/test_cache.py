"""Answers are remembered while nothing that they depend on has changed."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from model.isa.formats import TOY
from proofs.deciding import cache, runner
from proofs.deciding.cache import TheoremResult, folder, recall, remember
from proofs.deciding.prover import Counterexample
from proofs.ledger import Choice, chapters
from proofs.obligations import Case, Theorem, Verdict


def one_is_one() -> None:
    assert 1 == 1  # noqa: PLR0133  a law that holds


THEOREM = Theorem(one_is_one, "nothing", [Case("all", lambda: ())])

PROVED = TheoremResult(
    law=THEOREM.name,
    form=THEOREM.form.name,
    domain=THEOREM.domain,
    verdict=Verdict.PROVED,
    expected=Verdict.PROVED,
    cases=3,
    vacuous=1,
    conditions=7,
    cpu_seconds=1.5,
    slowest=0.75,
)

REFUTED = attrs.evolve(
    PROVED,
    verdict=Verdict.REFUTED,
    counterexample=Counterexample("all", ("0x7", "a: [rw]"), "assert a != 7"),
)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UFORK_CACHE", str(tmp_path / "cache"))


def kept() -> list[Path]:
    return list(folder().iterdir()) if folder().exists() else []


def as_recalled(result: TheoremResult) -> TheoremResult:
    return attrs.evolve(result, cached=True)


@pytest.mark.parametrize("result", [PROVED, REFUTED])
def test_an_answer_is_remembered_and_says_so(result: TheoremResult) -> None:
    remember(THEOREM, None, (), result)

    assert as_recalled(result) == recall(THEOREM, None)


def test_nothing_is_known_before_it_was_proved() -> None:
    assert recall(THEOREM, None) is None


def test_an_answer_about_a_mutant_is_another() -> None:
    remember(THEOREM, "seal-lost", (), REFUTED)

    assert recall(THEOREM, None) is None
    assert as_recalled(REFUTED) == recall(THEOREM, "seal-lost")


def test_an_answer_about_another_domain_is_another() -> None:
    remember(THEOREM, None, (), PROVED)

    assert recall(attrs.evolve(THEOREM, domain="everything"), None) is None


def test_an_answer_about_another_format_is_another() -> None:
    remember(THEOREM, None, (), PROVED)

    assert recall(attrs.evolve(THEOREM, form=TOY), None) is None


@pytest.mark.parametrize(
    "verdict", [Verdict.UNKNOWN, Verdict.VACUOUS, Verdict.DISAGREES]
)
def test_what_is_no_answer_is_not_remembered(verdict: Verdict) -> None:
    remember(THEOREM, None, (), attrs.evolve(PROVED, verdict=verdict))

    assert [] == kept()
    assert recall(THEOREM, None) is None


def test_another_content_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(THEOREM, None, (), PROVED)

    monkeypatch.setattr(cache, "content_hash", lambda: "another")

    assert recall(THEOREM, None) is None


def test_every_byte_of_every_source_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "model.py"

    def sources() -> Iterator[Path]:
        yield source

    monkeypatch.setattr(cache, "_sources", sources)
    hashes = set()
    for text in ("x = 1", "x = 2", "x = 2 "):
        source.write_text(text, encoding="utf-8")
        hashes.add(cache.content_hash.__wrapped__())

    assert 3 == len(hashes)


def test_the_sources_are_those_of_model_laws_mutants_and_proofs() -> None:
    names = {"/".join(path.parts[-2:]) for path in cache._sources()}  # noqa: SLF001

    assert names > {
        "isa/encoding.py",
        "policies/copa.py",
        "memory/forking.py",
        "mutants/__init__.py",
        "symbolic/solver.py",
        "theorems/forking.py",
    }


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"counterexample": 3}', '{"counterexample": null}']
)
def test_a_broken_file_is_ignored(text: str) -> None:
    remember(THEOREM, None, (), PROVED)
    (path,) = kept()

    path.write_text(text, encoding="utf-8")

    assert recall(THEOREM, None) is None


def test_bytes_that_are_no_text_are_ignored() -> None:
    remember(THEOREM, None, (), PROVED)
    (path,) = kept()

    path.write_bytes(b"\xff\xfe")

    assert recall(THEOREM, None) is None


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("", encoding="utf-8")

    monkeypatch.setenv("UFORK_CACHE", str(occupied / "cache"))
    remember(THEOREM, None, (), PROVED)

    assert recall(THEOREM, None) is None
    assert "" == occupied.read_text(encoding="utf-8")


def test_the_folder_is_the_users_unless_another_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UFORK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert tmp_path / "ufork" / "proofs" == folder()


def test_a_second_run_answers_from_the_cache() -> None:
    (chapter, *_) = Choice(("any_bits_survive_a_round_trip",)).chapters(chapters())
    (first,) = runner.run(chapter.theorems)
    (second,) = runner.run(chapter.theorems)
    (again,) = runner.run(chapter.theorems, fresh=True)

    assert Verdict.PROVED is first.verdict
    assert as_recalled(first) == second
    assert not again.cached
