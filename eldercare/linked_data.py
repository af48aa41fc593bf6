"""An institution as schema.org knows it. Pure: it reads what the portal already says of it in public."""

from __future__ import annotations

from eldercare.api import InstitutionJson
from foundation.linked_data import Thing, thing


def institution(said: InstitutionJson, *, address: str) -> Thing:
    return thing(
        "Organization",
        name=said["name"],
        url=address,
        telephone=said["service_phone"],
        address=thing(
            "PostalAddress",
            addressCountry="CN",
            addressLocality=said["county"],
            streetAddress=said["full_address"],
        ),
    )
