"""Files of rating and supervision: attached through the verbs, of the institution itself, kept with what was settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.actions.panels import Found
from eldercare.models import Evidence, Institution
from eldercare.rating_vocabulary import Level, MaterialState, OrderKind
from tests import care
from tests.eldercare.broken import constraint_of
from tests.eldercare.rating_verbs import REASON, VERBS, brief_edition, standing
from tests.files.uploads import PLAIN_PDF, upload
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _edition() -> None:
    brief_edition()


def file_of(site: Institution, said: str) -> Evidence:
    by = care.officer("养老县区经办", site.county)
    raw = upload(PLAIN_PDF + said.encode(), f"示例{said}.pdf")
    return actions.add_evidence(site, kind="other", upload=raw, by=by, at=AT)


def refused(act: Any) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return constraint_of(error.value)


def test_an_application_rests_on_files_of_its_institution() -> None:
    one = standing("returned")
    site, application, by = one.application.institution, one.application, one.who.applicant
    own, other = file_of(site, "own"), file_of(care.institution(), "other")
    criterion = application.edition.criteria.get(code="R02")

    def mark(*files: Evidence) -> None:
        marks = {criterion.pk: Mark("A", evidence=files)}
        actions.save_self_assessment(application, marks=marks, by=by, at=AT)

    def check(*files: Evidence) -> None:
        checked = {1: Checked(MaterialState.PROVIDED, evidence=files)}
        actions.check_materials(application, checked=checked, by=by, at=AT)

    for deed in (mark, check):
        deed(own)
        assert refused(lambda deed=deed: deed(other)) == "support_is_of_the_institution"
        deed()  # taken off again
        deed(own)
    actions.void_evidence(own, reason=REASON, by=care.officer("养老县区经办", site.county), at=AT)
    mark()
    assert refused(lambda: mark(own)) == "support_is_of_the_institution"  # voided


def test_findings_rest_on_files_and_keep_them_once_the_group_has_finished() -> None:
    one = standing("reviewed")
    own = file_of(one.application.institution, "own")
    criterion = one.application.edition.criteria.get(code="R02")
    found = {criterion.pk: Found(Level.AAA, evidence=(own,))}
    actions.record_findings(one.application, found=found, by=one.who.member, at=AT)
    finding = one.application.findings.get(criterion=criterion)
    mark = one.application.self_marks.get(criterion=criterion)
    assert list(finding.evidence.all()) == [own]
    assert (
        refused(lambda: mark.evidence.add(own)) == "support_is_kept"
    )  # with the group, not with the applicant
    VERBS["assess"](one, one.who.lead)
    assert refused(lambda: finding.evidence.clear()) == "support_is_kept"
    assert (
        refused(lambda: finding.evidence.add(file_of(one.application.institution, "more")))
        == "support_is_kept"
    )


def test_inspections_and_rechecks_keep_their_files() -> None:
    site = care.accepted().institution
    by, own, other = (
        care.officer("养老县区经办", site.county),
        file_of(site, "own"),
        file_of(care.institution(), "x"),
    )

    def inspected(*files: Evidence) -> models.Model:
        return actions.record_inspection(
            site,
            inspected_on=DAY,
            departments="示例局",
            result=REASON,
            meets_standard=False,
            evidence=files,
            by=by,
            at=AT,
        )

    order = actions.order_rectification(
        site, kind=OrderKind.OTHER, requirement=REASON, deadline=DAY + timedelta(9), by=by, at=AT
    )

    def rechecked(*files: Evidence) -> models.Model:
        return actions.record_recheck(
            order, checked_on=DAY, passed=True, remark=REASON, evidence=files, by=by, at=AT
        )

    for deed in (inspected, rechecked):
        row: Any = deed(own)
        assert list(row.evidence.all()) == [own]
        assert refused(lambda deed=deed: deed(other)) == "support_is_of_the_institution"
        assert refused(lambda row=row: row.evidence.clear()) == "support_is_kept"
