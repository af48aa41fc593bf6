from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "foundation"
    verbose_name = "基础数据"

    def ready(self) -> None:
        from foundation import checks as checks  # registers them
