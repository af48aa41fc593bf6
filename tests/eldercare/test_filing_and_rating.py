"""A rating rests on the filing: without one in force nobody applies, and nothing under way goes on."""

from __future__ import annotations

import pytest

from eldercare import actions
from eldercare.models import Institution
from eldercare.refusals import ApplicationRefused
from tests import care, rating
from tests.eldercare.rating_verbs import REASON, VERBS, brief_edition, standing, tried
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db
# Where a filing is needed to go on, and where anything may still be brought to an end without one.
ON = {"submitted": "pass", "reviewed": "assess", "assessed": "approve", "proposed": "confirm"}
BACK = {"submitted": "return", "reviewed": "return", "assessed": "refuse", "proposed": "decline"}
BY = {
    "pass": "reviewer",
    "return": "approver",
    "assess": "lead",
    "confirm": "confirmer",
    "decline": "confirmer",
}


@pytest.mark.parametrize("how", ["cancelled", "closed"])
@pytest.mark.parametrize("state", ON)
def test_n076_without_a_filing_in_force_nobody_is_rated(state: str, how: str) -> None:
    brief_edition()
    one = standing(state)
    site = one.application.institution
    if how == "closed":
        Institution.objects.filter(pk=site.pk).update(closed_on=DAY, closing_reason="示例停业")
    else:
        filing = site.filings.in_force().get()
        actions.cancel_filing(filing, reason=REASON, by=care.colleague(site), at=AT)
    on, back = ON[state], BACK[state]
    assert tried(on, one, getattr(one.who, BY.get(on, "approver"))) == "rules"
    back_by = one.who.reviewer if state == "submitted" else getattr(one.who, BY.get(back, "approver"))
    assert tried(back, one, back_by) == "yes"
    VERBS["withdraw"](one, one.who.applicant)
    with pytest.raises(ApplicationRefused, match="〔N076〕"):
        rating.opened(site, by=one.who)
