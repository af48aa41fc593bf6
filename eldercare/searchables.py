"""What can be found of home care: institutions on file, by what their public page says and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from eldercare.api import InstitutionJson, as_json
from eldercare.directory import on_file, with_public_facts
from eldercare.models import Institution
from foundation.search.registry import Place, Searchable, register

INSTITUTION = "institution"
ANY_DAY = date(2000, 1, 1)  # an entry stands for long: what `as_json` says of a certain day is left out of it


def places(pks: Collection[int]) -> Iterator[tuple[int, Place]]:
    filings = with_public_facts(on_file().filter(institution__in=pks), on=ANY_DAY)
    for filing in filings.order_by("institution"):
        yield filing.institution_id, _institution(as_json(filing))


def _institution(said: InstitutionJson) -> Place:
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
