"""Who runs this site, as government sites must print it. What is not configured is empty and not shown."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class SiteIdentity:
    name: str  # SiteName
    domain: str  # SiteDomain, without scheme
    code: str  # SiteIDCode 网站标识码, given by the authority, never invented
    sponsor: str  # 主办单位
    operator: str  # 承办单位
    icp: str  # ICP备案号
    police: str  # 公安机关备案号
    police_code: str  # the number inside it, for the link to the register
    phone: str
    email: str
    address: str
    postcode: str
    report_url: str  # “我为政府网站找错” page of this site
    mark_image: str = ""  # 党政机关标识: the picture on this host, as the policy allows no other
    mark_url: str = ""  # the page of the authority that the mark leads to

    @property
    def has_contact(self) -> bool:
        return bool(self.phone or self.email or self.address)


def site_identity(request: HttpRequest) -> dict[str, SiteIdentity]:
    """Template context processor: `site`."""
    return {"site": settings.SITE}
