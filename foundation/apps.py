from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    name = "foundation"
    verbose_name = "基础数据"

    def ready(self) -> None:
        from foundation import checks as checks  # registers them

        autodiscover_modules("searchables")  # each app says what can be found
        autodiscover_modules("objectors")  # and what stands in the way of a move
        autodiscover_modules("publishers")  # and how what is due is published
