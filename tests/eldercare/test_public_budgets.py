"""Public pages of levels ask a fixed number of questions, also with five thousand institutions and three rounds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import care, many_rated
from tests.eldercare.test_care_budgets import CROWDS

pytestmark = pytest.mark.django_db
YEARS = [2024, 2025, 2026]
BUDGETS = {
    "/eldercare/": 5,
    "/eldercare/?level=3A": 5,
    "/eldercare/?level=none&county=530922": 5,
    "/eldercare/institutions.json?level=3A": 3,
    "/eldercare/institutions.csv": 3,
    "/eldercare/catalogue/": 1,
    "/eldercare/catalogue/2025/": 3,
    "/eldercare/catalogue/2025/530922/": 5,
    "/eldercare/catalogue/2025/530922/?on=2025-12-31&page=2": 5,
    "/eldercare/catalogue/2025/530922.csv": 4,
    "/eldercare/catalogue/2025.xlsx": 3,
    "/eldercare/levels/": 3,
    "/eldercare/standard/": 2,
    "{institution}": 4,
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_every_page_keeps_its_budget_among_thousands(crowd: int) -> None:
    made = care.many(crowd)  # every second one on file; the catalogues name them all
    many_rated.rated_in(made, YEARS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = {}
    for page in BUDGETS:
        address = page.replace("{institution}", made[1].get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            response = Client().get(address)
            assert response.status_code == 200, address
        asked[page] = len(captured)
    assert {page: count for page, count in asked.items() if count > BUDGETS[page]} == {}
