"""What `manage.py check` and every start of the portal look at beside Django's own inspection."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from foundation import typefaces


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


@register()
def typefaces_are_there(**kwargs: Any) -> list[Error]:
    """Licensed fonts that were asked for and are not there."""
    sentence = typefaces.problem()
    return [Error(sentence, id="foundation.E004")] if sentence else []
