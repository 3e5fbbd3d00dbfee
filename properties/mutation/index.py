"""Which questions execute which functions: found once, on the unchanged sources.

A change of a function is put to the questions that execute it. What stands outside of
functions is executed when its module is imported: it is put to the questions that
execute a function in whose text a name occurs that the changed statement binds, or that
is bound from such a name in turn.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Final, Self

import attrs

from properties.mutation.fields import fields_of, record_of
from properties.mutation.killers import BEGINNINGS, BOOT, Killer
from properties.mutation.sites import Site
from properties.mutation.watched import Question, content_of, folder, keep, recalled
from properties.mutation.watching import FUNCTION_AT, WATCHED

HANDED_ON: Final = frozenset({"FORMATS"})
"""Tables whose members are handed on by questions as arguments: what such a table is
made of may be executed by functions that mention neither.
"""

CHEAP: Final = 0.1
"""Processor seconds of a question that is always worth asking."""


@attrs.define
class Index:
    """The questions of every family that was asked so far, and what binds names.

    The questions of a family are watched when it is first asked. Most changes are
    noticed before the slow families are.
    """

    tree: Path
    """The unchanged sources."""
    tell: Callable[[str], None]
    """Called with what is watched, because that takes a while."""
    _questions: dict[str, list[Question]] = attrs.field(factory=dict)
    _sources: "Sources" = attrs.field(init=False)
    _busy: Lock = attrs.field(factory=Lock)

    def __attrs_post_init__(self) -> None:
        modules = (q for q in self._of(BEGINNINGS) if BOOT not in q.name)
        imported = {f for question in modules for f in question.functions}
        self._sources = Sources.read(self.tree, imported)

    def asked(self, killer: Killer, site: Site) -> list[Question]:
        """The questions of a family that a change is put to, the cheapest first.

        There are not more of them than the family's budget allows, but for the first.
        Those that execute a function which reads the changed field of a table or class
        come before all others, and of these the ones whose function mentions the kind
        of record, too: many kinds have fields of one name.

        Raises:
            RedSourcesError: A question is answered wrongly about unchanged sources.
        """
        touched = self._sources.touched_by(site)
        chosen, spent = list[Question](), 0.0
        executing = [
            question
            for question in self._of(killer)
            if touched is None or not question.functions.isdisjoint(touched)
        ]
        is_table = touched is None or len(touched) > 1
        fields = fields_of(site) | self._sources.members(site)
        readers = self._sources.readers_of(fields if is_table else ())
        nearest = self._sources.that_mention(record_of(site), readers)
        circles: tuple[list[Question], ...] = [], [], []
        for question in executing:
            is_near = not question.functions.isdisjoint(readers)
            is_nearest = not question.functions.isdisjoint(nearest)
            circles[2 - is_near - is_nearest].append(question)
        page = Path(site.path).stem.replace("_", "")
        for question in chain(*(_in_turn(circle, page) for circle in circles)):
            spent += question.seconds
            if chosen and spent > killer.budget:
                break
            chosen.append(question)
        return chosen

    def _of(self, killer: Killer) -> list[Question]:
        """The questions of a family, watched unless that is remembered."""
        with self._busy:
            if killer.name not in self._questions:
                content = content_of(self.tree, with_tests=bool(killer.tests))
                kept = folder() / f"{killer.name}-{content}.json"
                if not kept.exists():
                    self.tell(f"watching what each question of {killer.name} executes")
                    keep(kept, killer, self.tree)
                self._questions[killer.name] = recalled(kept)
            return self._questions[killer.name]


def _in_turn(questions: Iterable[Question], page: str) -> list[Question]:
    """Questions in the order in which they are asked about a change of a page.

    Those that name the page come first, as what is asked of a format does, or of a
    policy. Then the cheap and the narrow come first: a question that executes little
    else is likely to be about what is changed. Of a law that is asked in several
    formats, or of several parameters, and is not cheap, the second counts as twice as
    dear as it is, the third as three times, and so on; and not every law begins with
    the same one, so that each format has its turn early.
    """
    laws = defaultdict[str, list[Question]](list)
    for question in sorted(questions, key=lambda each: (_cost(each), each.name)):
        laws[_law_of(question)].append(question)
    turns = list[tuple[tuple[bool, float], Question]]()
    for number, (law, asked) in enumerate(laws.items()):
        first = number % len(asked)
        for turn, question in enumerate(asked[first:] + asked[:first]):
            is_elsewhere = page not in question.name.removeprefix(law)
            times = 1 + turn if question.seconds > CHEAP else 1
            turns.append(((is_elsewhere, times * _cost(question)), question))
    return [question for _, question in sorted(turns, key=lambda turn: turn[0])]


def _cost(question: Question) -> float:
    """How little a question promises: it takes long, or executes much else."""
    return question.seconds * len(question.functions)


def _law_of(question: Question) -> str:
    """The name of a question without its format or parameters."""
    return question.name.partition("@")[0].partition("[")[0]


@attrs.frozen
class Sources:
    """What the unchanged sources say of names."""

    mentions: dict[str, frozenset[str]]
    """The names in the text of each function."""
    bindings: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Of every statement outside of functions: what it binds, and what it mentions. A
    statement in a class binds the class."""
    imported: frozenset[str]
    """The functions that are executed when the modules are imported."""

    def touched_by(self, site: Site) -> frozenset[str] | None:
        """The functions that a change may make behave differently; None means all.

        A function that runs at import decides what is bound there, so that its own name
        stands for what it mentions, or that of its class. What is bound in a class is
        reached through the class, and may be read by its own name.
        """
        own = FUNCTION_AT.format(path=site.path, name=site.function)
        if own in self.mentions and own not in self.imported:
            return frozenset({own})
        names, size = _bound_by(site), 0
        if site.function:
            names = frozenset({site.function.partition(".")[0]})
        members = self.members(site)
        while size != len(names):
            size = len(names)
            for others, mentioned in self.bindings:
                if not (names | members).isdisjoint(mentioned):
                    names = names | others
            for function in self.imported & self.mentions.keys():
                if not names.isdisjoint(self.mentions[function]):
                    names = names | {_outermost(function)}
        read = members | names
        found = {f for f, said in self.mentions.items() if not said.isdisjoint(read)}
        reaches_all = not names.isdisjoint(HANDED_ON)
        return frozenset({own, *found}) if found and not reaches_all else None

    def members(self, site: Site) -> frozenset[str]:
        """What a changed statement binds in a class."""
        own = FUNCTION_AT.format(path=site.path, name=site.function)
        is_member = site.function and own not in self.mentions
        return _bound_by(site) if is_member else frozenset()

    def readers_of(self, fields: Collection[str]) -> frozenset[str]:
        """The functions that mention one of these fields, or are of a class so called.

        Functions that only run at import are none of them.
        """
        return frozenset(
            function
            for function, said in self.mentions.items()
            if function not in self.imported
            and (not said.isdisjoint(fields) or _outermost(function) in fields)
        )

    def that_mention(self, name: str, functions: Collection[str]) -> frozenset[str]:
        """Those of some functions that mention a name, in large or small letters."""
        return frozenset(
            function
            for function in functions
            if name in {said.lower() for said in self.mentions[function]}
        )

    @classmethod
    def read(cls, root: Path, imported: Iterable[str]) -> Self:
        """The sources below a root."""
        mentions: dict[str, frozenset[str]] = {}
        bindings: list[tuple[frozenset[str], frozenset[str]]] = []
        for package in WATCHED:
            for path in sorted((root / package).rglob("*.py")):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                place = path.relative_to(root).as_posix()
                for name, body in _scopes(tree.body, ""):
                    if name is None:
                        bindings.append((_bound(body), _mentioned(body)))
                    else:
                        key = FUNCTION_AT.format(path=place, name=name)
                        mentions[key] = _mentioned(body)
        return cls(mentions, tuple(bindings), frozenset(imported))


def _outermost(function: str) -> str:
    """The name of a function, or of its class."""
    return function.partition(":")[2].partition(".")[0]


def _scopes(
    body: Sequence[ast.stmt], prefix: str
) -> Iterator[tuple[str | None, ast.stmt]]:
    """Every function with its qualified name, and every other statement without."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield prefix + name, node
                if node.decorator_list and prefix == "":
                    yield None, node
            case ast.ClassDef(name=name):
                for scope, inner in _scopes(node.body, f"{prefix}{name}."):
                    alone = ast.ClassDef(name, [], [], [inner], [])
                    yield scope, inner if scope else alone
            case ast.Import() | ast.ImportFrom():
                continue
            case _:
                yield None, node


def _bound_by(site: Site) -> frozenset[str]:
    """The names that a changed statement binds."""
    try:
        tree = ast.parse(site.before)
    except SyntaxError:
        return frozenset()
    return frozenset().union(*map(_bound, tree.body))


def _bound(node: ast.stmt) -> frozenset[str]:
    """The names that a statement binds where it stands."""
    match node:
        case (
            ast.ClassDef(name=name)
            | ast.FunctionDef(name=name)
            | ast.AsyncFunctionDef(name=name)
        ):
            return frozenset({name})
        case ast.Assign(targets=targets):
            return frozenset(name for target in targets for name in _names_in(target))
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return _names_in(target)
        case _:
            return frozenset()


def _names_in(target: ast.expr) -> frozenset[str]:
    """The names in the target of an assignment."""
    return frozenset(p.id for p in ast.walk(target) if isinstance(p, ast.Name))


def _lists_names(text: str) -> bool:
    """Whether a string is of names alone, unlike a sentence; hyphens stand for none."""
    return all(word.isidentifier() for word in text.split() if word != "-")


def _mentioned(node: ast.AST) -> frozenset[str]:
    """Every name and attribute in a text, and those in strings that list some."""
    names = set()
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                names.add(name)
            case ast.Constant(value=str(text)) if _lists_names(text):
                names |= set(text.split())
            case _:
                pass
    return frozenset(names)
