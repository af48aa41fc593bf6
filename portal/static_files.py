"""Static files of production: each under a name with the hash of its content, also where one module imports another."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    @lru_cache(maxsize=1024)  # noqa: B019  there is one storage, as long as the process lives
    def url(self, name: str | None, force: bool = False) -> str:
        """A page names twenty of them; the manifest is read once, so an address never changes."""
        return str(super().url(name, force))
