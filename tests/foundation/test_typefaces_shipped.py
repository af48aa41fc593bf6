"""Without the typefaces that come with the portal no paper is made: one without words would be signed by nobody."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from foundation import typefaces
from foundation.typefaces import TypefaceMissing
from foundation.typesetting import typeset


def test_no_paper_is_made_without_the_typefaces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typefaces, "SHIPPED", tmp_path)
    assert "请从发布包里恢复" in typefaces.problem()
    with pytest.raises(TypefaceMissing, match="文书会没有字"):
        typeset("eldercare/papers/basic_conditions_notice.typ", {}, at=datetime(2026, 3, 2, tzinfo=UTC))
