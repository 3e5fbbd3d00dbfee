"""Where a source text can be changed, and what stands there before and after.

A change replaces the text of one node and leaves the rest as it is, so that everything
that quotes a line of the model still finds it. A change that compiles to the same code
is no site, nor is one of a docstring, an annotation, a decorator or a type.
"""

import ast
import hashlib
from collections import Counter
from collections.abc import Sequence

import attrs

from properties.mutation import exempt, rules


@attrs.frozen
class Site:
    """One change of one file."""

    path: str
    """The path of the file, from the root of the checkout."""
    function: str
    """Qualified name of the function or class around it; empty at the top level."""
    line: int
    kind: str
    before: str
    """The statement, or the head of a compound one, on one line."""
    after: str
    """The same with the change."""
    start: int
    """The first byte that is replaced."""
    end: int
    """The byte after the last."""
    text: str
    """The text that replaces these bytes."""
    twin: int = 0
    """How many sites before it in the file read the same."""

    @property
    def key(self) -> str:
        """Identifies the site, wherever in its file it stands."""
        said = (self.path, self.function, self.before, self.after, str(self.twin))
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:12]

    def applied_to(self, source: str) -> str:
        """The changed text of the file."""
        raw, text = source.encode(), self.text.encode()
        return (raw[: self.start] + text + raw[self.end :]).decode()


def sites_in(path: str, source: str) -> list[Site]:
    """Every site of one file, in the order of the text."""
    finder = _Finder(path, source)
    finder.body(ast.parse(source).body)
    found = sorted(
        set(finder.found), key=lambda site: (site.start, site.end, site.text)
    )
    met = Counter[tuple[str, ...]]()
    for number, site in enumerate(found):
        said = (site.function, site.before, site.after)
        found[number] = attrs.evolve(site, twin=met[said])
        met[said] += 1
    return found


Span = tuple[int, int]
"""The first byte of a piece of text, and the one after its last."""


class _Finder:
    """One walk through a syntax tree."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.source = source.encode()
        self.starts = [0]
        for line in self.source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.scope: list[str] = []
        self.head: Span = (0, 0)
        self.found: list[Site] = []

    # Places ---------------------------------------------------------------------

    def span(self, node: ast.expr | ast.stmt | ast.pattern | ast.keyword) -> Span:
        """Where a node stands."""
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(f"{self.path}:{node.lineno}: a node without an end")
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def add(self, kind: str, place: Span, text: str) -> None:
        """Add a site in the statement whose head is being walked through."""
        (start, end), (first, last) = place, self.head
        before = self.source[first:last].decode()
        after = (
            self.source[first:start].decode() + text + self.source[end:last].decode()
        )
        self.found.append(
            Site(
                path=self.path,
                function=".".join(self.scope),
                line=self.source.count(b"\n", 0, start) + 1,
                kind=kind,
                before=_on_one_line(before),
                after=_on_one_line(after),
                start=start,
                end=end,
                text=text,
            )
        )

    # Statements -----------------------------------------------------------------

    def body(self, statements: Sequence[ast.stmt], *, last: bool = True) -> None:
        """Walk through the statements of a block.

        Args:
            statements: The block.
            last: Whether nothing comes after the block in its function.
        """
        for statement in statements:
            self.statement(statement, last=last and statement is statements[-1])

    def statement(self, node: ast.stmt, *, last: bool) -> None:
        """Walk through one statement."""
        start, end = self.span(node)
        self.head = (start, self._head_end(node) or end)
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass():
                return
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                self._definition(node)
            case _ if exempt.is_of_types(node):
                return
            case _:
                if exempt.may_be_dropped(node, in_function=bool(self.scope), last=last):
                    self.add("statement", (start, end), "pass")
                if isinstance(node, ast.AugAssign):
                    for kind, made in rules.augmented(node):
                        self.add(kind, (start, end), ast.unparse(made))
                self._parts(node, last=last)

    def _head_end(self, node: ast.stmt) -> int | None:
        """The end of what comes before the block of a compound statement."""
        match node:
            case ast.Match(cases=[first, *_]):
                return self._before(self.span(first.pattern)[0])
            case _:
                block = getattr(node, "body", None)
                if not isinstance(block, list) or not block:
                    return None
                return self._before(self.span(block[0])[0])

    def _before(self, place: int) -> int:
        """Where the text before a place ends, without blanks, comments aside."""
        return len(self.source[:place].rstrip())

    def _definition(
        self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    ) -> None:
        """Walk through a class or a function; decorators are left as they are."""
        if isinstance(node, ast.ClassDef):
            if any("Protocol" in ast.unparse(base) for base in node.bases):
                return
        else:
            for default in (*node.args.defaults, *node.args.kw_defaults):
                if default is not None:
                    self.expression(default, None)
        self.scope.append(node.name)
        self.body(node.body)
        self.scope.pop()

    def _parts(self, node: ast.stmt, *, last: bool) -> None:
        """Walk through the expressions of a statement, then through its blocks."""
        head = self.head
        if isinstance(node, ast.If | ast.While | ast.Assert):
            self._condition(node.test)
        for name, value in ast.iter_fields(node):
            if name == "annotation":
                continue
            if isinstance(value, ast.expr):
                self.expression(value, node)
            elif isinstance(value, list):
                self._list(value, node, last=last)
            self.head = head

    def _list(self, values: Sequence[object], node: ast.stmt, *, last: bool) -> None:
        """Walk through several parts of a statement."""
        loops = isinstance(node, ast.For | ast.While)
        if values and isinstance(values[0], ast.stmt):
            block = [value for value in values if isinstance(value, ast.stmt)]
            self.body(block, last=last and not loops)
            return
        for value in values:
            match value:
                case ast.expr():
                    self.expression(value, node)
                case ast.withitem():
                    self.expression(value.context_expr, node)
                case ast.ExceptHandler():
                    self.body(value.body, last=last)
                case ast.match_case():
                    self._case(value, last=last)
                case _:
                    pass

    def _case(self, case: ast.match_case, *, last: bool) -> None:
        """Walk through one case of a ``match``."""
        start, _ = self.span(case.pattern)
        self.head = (start, self._before(self.span(case.body[0])[0]))
        for part in ast.walk(case.pattern):
            if isinstance(part, ast.MatchValue) and isinstance(part.value, ast.expr):
                self.expression(part.value, None)
        if case.guard is not None:
            self._condition(case.guard)
            self.expression(case.guard, None)
        self.body(case.body, last=last)

    # Expressions ----------------------------------------------------------------

    def _condition(self, test: ast.expr) -> None:
        """Add the opposite of a condition."""
        kind, made = rules.negated(test)
        self.add(kind, self.span(test), ast.unparse(made))

    def expression(self, node: ast.expr, parent: ast.AST | None) -> None:
        """Walk through an expression; one inside an f-string is left as it is."""
        if isinstance(node, ast.JoinedStr):
            return
        is_test = node is getattr(parent, "test", None)
        for kind, made in rules.changes(node):
            if not (is_test and kind == "condition") and exempt.differs(node, made):
                self.add(kind, self.span(node), self._text(node, made, parent))
        if isinstance(node, ast.IfExp):
            self._condition(node.test)
        if isinstance(node, ast.Call):
            for keyword in rules.droppable(node):
                self.add("keyword", self._with_comma(keyword, node), "")
        for child in ast.iter_child_nodes(node):
            self._child(child, node)

    def _text(self, node: ast.expr, made: ast.expr, parent: ast.AST | None) -> str:
        """The text of an expression, in parentheses where it may need them."""
        text = ast.unparse(made)
        start, end = self.span(node)
        around = self.source[start - 1 : start] + self.source[end : end + 1]
        bare = around == b"()" or not rules.may_need_parentheses(made, parent)
        return text if bare else f"({text})"

    def _with_comma(self, keyword: ast.keyword, call: ast.Call) -> Span:
        """Where a keyword argument stands, with the comma before or after it."""
        start, end = self.span(keyword)
        after = self.source[end : self.span(call)[1]]
        blank = len(after) - len(after.lstrip())
        if after[blank : blank + 1] == b",":
            rest = after[blank + 1 :]
            return start, end + blank + 1 + len(rest) - len(rest.lstrip(b" \n"))
        before = self.source[:start].rstrip()
        return len(before) - before.endswith(b","), end

    def _child(self, child: ast.AST, parent: ast.expr) -> None:
        """Walk through a part of an expression."""
        match child:
            case ast.expr():
                self.expression(child, parent)
            case ast.keyword():
                self.expression(child.value, None)
            case ast.comprehension():
                self._comprehension(child)
            case ast.arguments():
                for default in child.defaults:
                    self.expression(default, None)
            case _:
                pass

    def _comprehension(self, node: ast.comprehension) -> None:
        """Walk through one ``for`` of a comprehension."""
        self.expression(node.iter, None)
        for test in node.ifs:
            self._condition(test)
            for kind, made in rules.changes(test):
                if kind != "condition":
                    self.add(kind, self.span(test), ast.unparse(made))
            for child in ast.iter_child_nodes(test):
                if isinstance(child, ast.expr):
                    self.expression(child, test)


def _on_one_line(text: str) -> str:
    """A statement without the line breaks in it."""
    return " ".join(text.split())
