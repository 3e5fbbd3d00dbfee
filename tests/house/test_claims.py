"""The page of claims is what the ledger, the catalogue and the suites say now."""

from tests.house.sizes import ROOT
from ufork.claims.document import document

PAGE = ROOT / "docs" / "claims.md"


def test_the_page_of_claims_is_as_generated() -> None:
    """``ufork claims -o docs/claims.md`` writes it anew."""
    assert document() == PAGE.read_text(encoding="utf-8")
