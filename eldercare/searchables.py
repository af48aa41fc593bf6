"""What can be found of home care: institutions on file, by what their public page says and nothing else.

An entry stands for long, and levels run out by themselves. So nothing is said here of a level that is true on one day
only: not the state, and no facet to narrow by, for which the directory is asked. What stands in an entry are the levels
with their days (五（二）), which only a decision changes; `eldercare.levels.keep_levels` follows every decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from eldercare.api import InstitutionJson, as_json
from eldercare.directory import on_file, with_public_facts
from eldercare.models import Institution, Rating
from eldercare.rating_vocabulary import Level
from foundation.chinese_text import day_in_words
from foundation.search.registry import Place, Searchable, register

INSTITUTION = "institution"
ANY_DAY = date(2000, 1, 1)  # what `as_json` says of a certain day is not used


def places(pks: Collection[int]) -> Iterator[tuple[int, Place]]:
    filings = with_public_facts(on_file().filter(institution__in=pks), on=ANY_DAY)
    levels = _levels(pks)
    for filing in filings.order_by("institution"):
        yield filing.institution_id, _institution(as_json(filing), levels[filing.institution_id])


def _levels(pks: Collection[int]) -> dict[int, list[str]]:
    """The levels of each institution over time, those to come as well, as the decisions stand."""
    said: dict[int, list[str]] = defaultdict(list)
    for rating in Rating.objects.current().filter(institution__in=pks).order_by("period", "pk"):
        days = f"{day_in_words(rating.first_day)}至{day_in_words(rating.last_day)}"
        said[rating.institution_id].append(f"等级：{Level(rating.level).label}，{days}")
    return said


def _institution(said: InstitutionJson, levels: Sequence[str]) -> Place:
    lines = (
        said["full_address"],
        said["kind_name"],
        f"{said['nature_name']}，{said['operation_mode_name']}，{said['profit_name']}",
        f"运营主体：{said['operator']}",
        f"负责人：{said['person_in_charge']}",
        f"服务电话：{said['service_phone']}" if said["service_phone"] else "",
        said["opening_hours"],
        said["service_scope"],
        "、".join(service["name"] for service in said["services"]),
        f"登记号码：{said['registration_number']}" if said["registration_number"] else "",
        *levels,
    )
    return Place(
        kind=INSTITUTION,
        address=said["url"],
        title=said["name"],
        number=said["receipt_number"],
        body="\n".join(filter(None, lines)),
        day=said["accepted_on"],
        facets={"county": [said["county_code"]]},
    )


register(Searchable(Institution, {INSTITUTION: "养老服务机构"}, lambda: Institution.objects.public(), places))
