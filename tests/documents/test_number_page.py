"""Any spelling of a 发文字号 leads to its document; none leads to near ones."""

import pytest
from django.test import Client

from documents.document_numbers import DocumentNumber, read_number
from tests import make

SPELLINGS = (
    "示政发〔2024〕9号",
    "示政发(2024)9号",
    "示政发（2024）9号",
    "示政发[2024]9号",
    "示政发［2024］9 号",
    "示政发【2024】第9号",
    "示政发２０２４年９号",
    " 示政发 〔 2024 〕 9 ",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_one_number(spelling: str) -> None:
    assert read_number(spelling) == DocumentNumber("示政发", 2024, 9)


@pytest.mark.parametrize("text", ["", "示政发", "2024", "示政发〔24〕9号", "养老/服务"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_redirects_to_the_document(spelling: str) -> None:
    document = make.document(series="示政发", year=2024, serial=9, document_number="示政发〔2024〕9号")
    response = Client().get(f"/documents/number/{spelling}/")
    assert response.status_code == 302
    assert response.headers["Location"] == document.get_absolute_url()


@pytest.mark.django_db
def test_an_unknown_number_shows_the_near_ones_first() -> None:
    for serial in (3, 11, 40):
        number = f"示政发〔2024〕{serial}号"
        make.document(number, series="示政发", year=2024, serial=serial, document_number=number)
    response = Client().get("/documents/number/示政发〔2024〕12号/")
    assert response.status_code == 404
    assert [found.serial for found in response.context["near"]] == [11, 3, 40]


@pytest.mark.django_db
def test_a_draft_is_not_found_by_its_number() -> None:
    make.document(series="示政发", year=2024, serial=9, document_number="示政发〔2024〕9号", published=False)
    assert Client().get("/documents/number/示政发〔2024〕9号/").status_code == 404
