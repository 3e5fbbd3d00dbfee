"""Trials on a tree of a few lines, whose questions are a few lines as well."""

import json
from pathlib import Path

import attrs
import pytest

from properties.mutation.areas import area_of
from properties.mutation.index import Index
from properties.mutation.killers import Evidence, Killer, ask
from properties.mutation.results import Drawn, OtherRunError, Results
from properties.mutation.sites import Site, sites_in
from properties.mutation.trials import Trial, attempt
from properties.mutation.watched import RedSourcesError
from properties.mutation.watching import watching

SOURCE = """\
LIMIT = 4
STEP = 7
FORMATS = {"tiny": STEP}


def half(number):
    return number // 2


def unseen(number):
    return number + 5


def within(number):
    return number < LIMIT


def listed():
    return list(FORMATS)


class Limits:
    GREATEST = 9
    STEP = 1


def bounded(number):
    return number <= Limits.GREATEST
"""

QUESTIONS = """\
import json, sys
from model import tiny

QUESTIONS = {
    "half of four": (lambda: tiny.half(4) == 2, "half"),
    "half of six": (lambda: tiny.half(6) == 3, "half"),
    "three is within": (lambda: tiny.within(3), "within"),
    "four is not": (lambda: not tiny.within(4), "within"),
    "nine is bounded": (lambda: tiny.bounded(9), "bounded"),
}
share = sys.argv[1:] or ["--share=0/1"]
first, step = map(int, share[0].removeprefix("--share=").split("/"))
for name in [line.strip() for line in sys.stdin] or list(QUESTIONS)[first::step]:
    holds, function = QUESTIONS[name]
    record = {
        "name": name,
        "wrong": "" if holds() else "it is not so",
        "seconds": 0.1,
        "functions": [f"model/tiny.py:{function}"],
    }
    print(json.dumps(record), flush=True)
"""

NOTHING = Killer("import", Evidence.LAW, ("-c", ""), 10.0)
TINY = Killer("tiny", Evidence.LAW, ("questions.py",), 10.0)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UFORK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("properties.mutation.index.BEGINNINGS", NOTHING)
    tree = tmp_path / "unchanged"
    for package in ("model", "optimized", "properties", "proofs"):
        (tree / package).mkdir(parents=True)
    (tree / "model" / "__init__.py").touch()
    (tree / "model" / "tiny.py").write_text(SOURCE, encoding="utf-8")
    (tree / "questions.py").write_text(QUESTIONS, encoding="utf-8")
    return tree


def index_of(copy: Path) -> Index:
    return Index(copy, lambda _: None)


def site(after: str) -> Site:
    sites = sites_in("model/tiny.py", SOURCE)
    return next(found for found in sites if found.after == after)


def test_a_change_is_killed_by_the_first_question_that_notices(copy: Path) -> None:
    trial = attempt(copy, site("return number * 2"), [TINY], index_of(copy))

    assert ("tiny", "half of four") == (trial.killer, trial.question)
    assert "it is not so" == trial.said
    assert SOURCE == (copy / "model" / "tiny.py").read_text(encoding="utf-8")


def test_a_planted_survivor_is_reported(copy: Path) -> None:
    trial = attempt(copy, site("return number - 5"), [TINY], index_of(copy))

    assert not trial.killed
    assert 0 == trial.asked


def test_a_change_is_put_only_to_questions_that_execute_it(copy: Path) -> None:
    index = index_of(copy)

    def asked(after: str) -> list[str]:
        return [question.name for question in index.asked(TINY, site(after))]

    assert ["half of four", "half of six"] == asked("return number // 3")
    assert ["four is not", "three is within"] == asked("LIMIT = 5")


def test_what_a_table_hands_on_is_put_to_every_question(copy: Path) -> None:
    asked = index_of(copy).asked(TINY, site("STEP = 8"))

    assert 5 == len(asked)


def test_what_a_class_binds_is_put_to_those_that_read_the_class(copy: Path) -> None:
    asked = index_of(copy).asked(TINY, site("GREATEST = 10"))

    assert ["nine is bounded"] == [question.name for question in asked]


def test_a_question_that_is_answered_wrongly_anyway_is_refused(copy: Path) -> None:
    text = SOURCE.replace("// 2", "// 1")
    (copy / "model" / "tiny.py").write_text(text, encoding="utf-8")

    with pytest.raises(RedSourcesError, match="half of four: it is not so"):
        attempt(copy, site("return number * 2"), [TINY], index_of(copy))


def test_a_process_that_never_ends_is_ended(copy: Path) -> None:
    (copy / "model" / "tiny.py").write_text("while True: pass\n", encoding="utf-8")

    assert "it did not end in time" == said(ask(TINY, copy, ["half of four"], 0.0))
    slow = attrs.evolve(TINY, hanging_kills=False)
    assert None is ask(slow, copy, ["half of four"], 0.0)


def test_a_process_that_breaks_down_has_noticed(copy: Path) -> None:
    (copy / "model" / "tiny.py").write_text("import nowhere\n", encoding="utf-8")

    assert "No module named 'nowhere'" in said(ask(TINY, copy, ["half of four"], 9.0))


def said(answer: object) -> str:
    return str(getattr(answer, "wrong", ""))


DRAWN = Drawn("0123", 7, ("model",), "all")


def trials() -> list[Trial]:
    first, second = sites_in("model/tiny.py", SOURCE)[:2]
    return [
        Trial(first, "tiny", "half of four", "it is not so", 2, 0.5),
        Trial(second, "", "", "", 4, 1.5),
    ]


def test_a_run_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    results, (first, second) = Results(tmp_path / "results"), trials()
    sites = [first.site, second.site]

    assert {} == results.begin(DRAWN, sites)
    results.add(first)
    with results.path.open("a", encoding="utf-8") as file:
        file.write('{"half a li')

    assert {first.site.key: first} == results.begin(DRAWN, sites)
    results.add(second)
    assert [first, second] == list(results.begin(DRAWN, sites).values())


def test_the_results_of_another_run_are_refused(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    results.begin(DRAWN, [])

    with pytest.raises(OtherRunError, match="it differs in sources, seed"):
        results.begin(attrs.evolve(DRAWN, seed=8, sources="4567"), [])

    results.path.write_text(json.dumps({"a": 1}) + "\n", encoding="utf-8")
    with pytest.raises(OtherRunError, match="is no file of results"):
        results.begin(DRAWN, [])


def test_what_is_entered_is_watched_however_deep() -> None:
    with watching() as watcher:
        assert "isa" == area_of("model/isa/words.py")
        assert "optimized" == area_of("optimized/frames.py")
        assert "language" == area_of("model/language.py")

    root = Path(__file__).parents[3]
    assert "properties/mutation/areas.py:area_of" in watcher.functions(root)


def test_watching_is_refused_if_it_was_cut_short(copy: Path) -> None:
    (copy / "questions.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", encoding="utf-8"
    )
    slow = attrs.evolve(TINY, hanging_kills=False)

    with pytest.raises(RedSourcesError, match="it did not end in time"):
        attempt(copy, site("return number * 2"), [slow], index_of(copy))
