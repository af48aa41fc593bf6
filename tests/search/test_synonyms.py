"""Other names an office goes by are found too, unless they were shut out by quotation marks."""

import pytest
from django.db import IntegrityError, transaction

from foundation.models import Synonym
from foundation.search import segments
from tests import make
from tests.entries import ask, entry, subjects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known() -> None:
    for word in ("发改委", "发展改革委"):
        Synonym.objects.create(group="发展和改革委员会", word=word)


@pytest.mark.parametrize("typed", ["发改委", "发展改革委", "发展和改革委员会"])
@pytest.mark.parametrize("is_folded", [True, False])
def test_every_name_of_the_group_finds_every_other(typed: str, is_folded: bool) -> None:
    written = [entry(f"由市{name}牵头").subject_id for name in ("发改委", "发展改革委", "发展和改革委员会")]
    entry("由市财政局牵头")
    if is_folded:
        segments.fold()
    assert sorted(subjects(typed)) == sorted(subjects(f"市{typed}")) == written


def test_quotation_marks_take_a_name_literally() -> None:
    literal = entry("由市发改委牵头").subject_id
    entry("由市发展改革委牵头")
    assert subjects("“发改委”") == [literal]


def test_an_exclusion_shuts_out_the_other_names_too() -> None:
    entry("投资，市发展改革委")
    other = entry("投资，市财政局").subject_id
    assert subjects("投资 -发改委") == [other]


def test_a_unit_is_found_under_every_name_it_is_printed_under() -> None:
    make.unit("示例市人力资源和社会保障局", short_name="市人社局", variants=["示例人社（局）"])
    names = ("示例市人力资源和社会保障局", "市人社局", "示例人社(局)")
    written = [entry(f"责任单位：{name}").subject_id for name in names]
    for name in names:
        assert sorted(subjects(name)) == written


def test_all_names_are_marked() -> None:
    entry("市发展改革委、市发改委共同负责")
    (hit,) = ask("发改委").hits
    assert [text for text, is_marked in hit.snippet.parts() if is_marked] == ["发展改革委", "发改委"]


@pytest.mark.parametrize(
    "fields",
    [{"group": "", "word": "工信局"}, {"group": "工信", "word": ""}, {"group": "工信", "word": "工"}],
)
def test_the_database_refuses_what_is_no_word(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="synonym_is_a_word"), transaction.atomic():
        Synonym.objects.create(**fields)


@pytest.mark.parametrize("missing", ["group", "word"])
def test_the_database_refuses_a_synonym_without_its(missing: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Synonym.objects.create(**{"group": "工业", "word": "工信局"} | {missing: None})


def test_the_database_refuses_an_entry_without_its_kind_or_subject() -> None:
    for field in ("kind", "subject"):
        for value in ("", None):
            with pytest.raises(IntegrityError), transaction.atomic():
                made = entry("甲")
                setattr(made, field, value)
                made.save()
