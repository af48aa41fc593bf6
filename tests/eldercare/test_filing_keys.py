"""Protected numbers of filings and the keys they lie under: verbs go on through a change of keys, the guard lets only that pass."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import override_settings

from eldercare import actions
from eldercare.models import Filing
from foundation.acting import acting
from tests import care, make
from tests.care import AT, DAY
from tests.eldercare.broken import refused
from tests.numbers import identity_number_of

pytestmark = pytest.mark.django_db
KEYS = [Fernet.generate_key().decode() for _ in range(2)]


def test_verbs_go_on_while_a_new_key_waits_for_the_rotation_and_the_rotation_passes_the_guard() -> None:
    """The guard knows protected values by their keyed hash: a move may not write them anew under another key."""
    with override_settings(PROTECTED_DATA_KEYS=[KEYS[0]]):
        submitted, accepted = care.submitted(), care.accepted()
        waiting = care.accepted(kind_of_operator="village")
        returned = care.returned()
    with override_settings(PROTECTED_DATA_KEYS=KEYS[::-1]):
        by, other = care.colleague(submitted.institution), care.colleague(submitted.institution)
        actions.accept_filing(submitted, by=by, at=AT)
        second = actions.open_filing(submitted.institution, change_summary="示例变更", by=by, at=AT)
        actions.submit_filing(second, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
        actions.accept_filing(second, by=other, at=AT)
        actions.cancel_filing(accepted, reason="示例", by=care.colleague(accepted.institution), at=AT)
        actions.note_copy(waiting, by=care.officer(), at=AT)
        actions.discard_filing(returned, reason="示例", by=care.colleague(returned.institution), at=AT)
        call_command("rotate_protected_keys", verbosity=0)
    with override_settings(PROTECTED_DATA_KEYS=[KEYS[1]]):
        numbers = {row.identity_number.plain() for row in Filing.objects.exclude(identity_number="")}
    assert len(numbers) == 4
    assert not Filing.objects.out_of_date().exists()


def test_no_other_way_passes_the_guard() -> None:
    row = care.accepted()
    for via in ("", "/admin/eldercare/filing/1/", "load_sample", "rotate"):
        with acting(None, via=via):
            refused(row, "filing_form_is_frozen", identity_number=identity_number_of(make.serial()))
    with acting(None, via="rotate_protected_keys"):
        refused(row, "filing_form_is_frozen", name="另名")
