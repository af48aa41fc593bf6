"""All that the map of the site tells search engines, its parts one after the other."""

import re

from django.test import Client


def whole_sitemap() -> str:
    index = Client().get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://testserver(/sitemap-[a-z]+\.xml)</loc>", index)
    return "\n".join(Client().get(part).content.decode() for part in parts)
