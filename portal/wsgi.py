"""WSGI entry point for granian, gunicorn and every other server. It refuses to serve half configured."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from foundation import typefaces
from portal.environment import ConfigurationRefused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Read without the lazy settings' own check, which would answer in English.
if not settings.DEBUG and not os.environ.get("SECRET_KEY"):
    raise ConfigurationRefused(
        "生产环境必须设置环境变量 SECRET_KEY（至少 50 个随机字符）；只是试用请运行 make run，或设置 DEBUG=1。"
    )
if not settings.DEBUG and not settings.ALLOWED_HOSTS:
    raise ConfigurationRefused("生产环境必须设置环境变量 ALLOWED_HOSTS（本站域名，多个用英文逗号分开）。")
if not settings.DEBUG and not settings.PROTECTED_DATA_KEYS:
    raise ConfigurationRefused(
        "生产环境必须设置环境变量 PROTECTED_DATA_KEYS（证件号码等受保护信息的密钥，生成办法见 README）。"
    )

if sentence := typefaces.problem():
    raise ConfigurationRefused(sentence)

application = get_wsgi_application()

from portal import publishing_clock  # noqa: E402  (models can be loaded only now)

publishing_clock.start()

# What is loaded now stays to the end. A page makes some thousands of objects and nearly no circles of them: looking for
# circles after every 700, as Python would, takes a tenth of the time of a page.
GARBAGE_AFTER = 20_000  # new objects
gc.collect()
gc.freeze()
gc.set_threshold(GARBAGE_AFTER)
