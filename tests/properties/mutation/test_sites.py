import ast
from pathlib import Path

import pytest

from properties.mutation.drawing import UnknownPathError, all_sites, draw
from properties.mutation.sites import sites_in

ROOT = Path(__file__).parents[3]


def changes(source: str) -> list[tuple[str, str]]:
    return [(site.kind, site.after) for site in sites_in("model/a.py", source)]


@pytest.mark.parametrize(
    ("source", "kind", "after"),
    [
        ("a < b", "comparison", "a <= b"),
        ("a == b", "comparison", "a != b"),
        ("a is b", "comparison", "a is not b"),
        ("a + b", "arithmetic", "a - b"),
        ("a // b", "arithmetic", "a * b"),
        ("-a", "arithmetic", "a"),
        ("a & b", "bits", "a | b"),
        ("a << b", "bits", "a >> b"),
        ("~a", "bits", "a"),
        ("a and b", "and/or", "a or b"),
        ("7", "constant", "8"),
        ("True", "constant", "False"),
        ("a if b else c", "condition", "a if not b else c"),
        ("[a for a in b if a]", "condition", "[a for a in b if not a]"),
        ("f(a, b=c)", "keyword", "f(a)"),
        ("f(b=c)", "keyword", "f()"),
    ],
)
def test_an_expression_is_changed_in_one_place(
    source: str, kind: str, after: str
) -> None:
    assert [(kind, f"x = {after}")] == changes(f"x = {source}")


def test_what_is_changed_inside_of_an_expression_keeps_its_parts_together() -> None:
    assert ("arithmetic", "x = a * (b - c)") in changes("x = a * (b + c)")
    assert ("arithmetic", "x = (a + b) * c") in changes("x = a * b * c")


def test_statements_are_dropped_where_a_valid_program_remains() -> None:
    source = (
        "def f(a):\n"
        '    """Says what it does."""\n'
        "    if a.b:\n"
        "        return a\n"
        "    del a.c\n"
        "    del b\n"
        "    a.b = a\n"
        "    g(a)\n"
        "    raise a\n"
    )
    dropped = [
        site.before for site in sites_in("model/a.py", source) if site.after == "pass"
    ]

    assert ["return a", "del a.c", "a.b = a", "g(a)", "raise a"] == dropped


def test_conditions_are_negated() -> None:
    source = "def f(a):\n    if a:\n        g(a)\n    while not a:\n        g(a)\n"

    negated = [after for kind, after in changes(source) if kind == "condition"]
    assert ["if not a:", "while a:"] == negated


def test_what_no_program_can_observe_is_no_site() -> None:
    source = (
        '"""A text with 1 number."""\n'
        "T = TypeVar('T', bound=int | str)\n"
        "Number: TypeAlias = int | bool\n"
        "Range = tuple[int, int | None]\n"
        "@attrs.frozen(eq=False)\n"
        "class C:\n"
        "    a: int | None\n"
        '    """Or 2."""\n'
        "class P(Protocol):\n"
        "    def f(self, a: int = 3) -> int: ...\n"
        "x = f'{1 + 2}'\n"
        "y = g(repr=False)\n"
        "z = 1 if 0 else 1\n"
    )

    kinds = {(site.line, site.kind) for site in sites_in("model/a.py", source)}
    assert {(12, "constant"), (13, "constant"), (13, "condition")} >= kinds


def test_a_change_that_compiles_to_the_same_code_is_no_site() -> None:
    assert [] == [after for kind, after in changes("x = 2 * 2") if kind == "arithmetic"]


def test_a_site_says_where_it_is() -> None:
    source = (
        "class A:\n    def f(self):\n        return g(\n            1,\n        )\n"
    )
    (site,) = [s for s in sites_in("model/a.py", source) if s.kind == "constant"]

    assert ("model/a.py", "A.f", 4) == (site.path, site.function, site.line)
    assert ("return g( 1, )", "return g( 2, )") == (site.before, site.after)


@pytest.mark.parametrize("path", ["model/isa/encoding.py", "optimized/relocation.py"])
def test_every_site_makes_a_valid_and_different_text(path: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    made = [site.applied_to(source) for site in sites_in(path, source)]

    assert len(made) > 20
    assert len({source, *made}) == len(made) + 1
    for text in made:
        assert ast.dump(ast.parse(text)) != ast.dump(ast.parse(source))


def test_a_seed_draws_the_same_and_a_small_sample_begins_a_large_one() -> None:
    sites = all_sites(ROOT, ["model/isa/words.py", "optimized/relocation.py"])
    ten = draw(sites, 10, seed=3)

    assert ten == draw(sites, 10, seed=3)
    assert ten[:4] == draw(sites, 4, seed=3)
    assert ten != draw(sites, 10, seed=4)
    assert {site.path for site in sites} == {
        "model/isa/words.py",
        "optimized/relocation.py",
    }


def test_only_what_is_judged_is_changed() -> None:
    with pytest.raises(UnknownPathError, match="proofs: there is nothing to change"):
        all_sites(ROOT, ["proofs"])
