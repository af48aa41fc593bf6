"""What `manage.py check --deploy` asks of the foundation."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def protected_data_has_a_key(**kwargs: Any) -> list[Error]:
    """The same that portal/wsgi.py refuses to serve without, told before the old version is stopped."""
    if settings.PROTECTED_DATA_KEYS:
        return []
    return [
        Error(
            "没有设置环境变量 PROTECTED_DATA_KEYS，不能读写证件号码等受保护的信息。",
            hint="生成和保管办法见 README“配置”和“备份与恢复”。",
            id="foundation.E001",
        )
    ]
"""What `manage.py check` and every start of the portal look at beside Django's own inspection."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import Error, register

from foundation import typefaces


@register()
def typefaces_are_there(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[Error]:
    sentence = typefaces.problem()
    return [Error(sentence, id="foundation.E001")] if sentence else []
