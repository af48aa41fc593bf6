"""manage.py load_sample: tables, reference data and what `make run` shows at the first start.

Running it again changes nothing. One process does it all: starting Django three times is half of a second start.
"""

import io

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from eldercare import sample as eldercare
from foundation.models import SearchEntry
from foundation.sample_staff import load_staff
from gazette import sample as gazette
from gazette import sample_submissions as submissions

NOTEBOOK = "sample-logins.json"


class Command(BaseCommand):
    help = "建库，装入基础数据、示例数据和示例账号（只供试用），打印登录名和密码；可以反复执行。"

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError("示例数据只供试用：正式环境（DEBUG 关闭）不装入示例账号。")
        call_command("migrate", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        call_command("ensure_roles", stdout=io.StringIO())
        logins = load_staff(
            settings.DATA_DIR / NOTEBOOK, (*gazette.STAFF, *submissions.STAFF, *eldercare.STAFF)
        )
        for issue in gazette.load_issues(at=timezone.now()):
            self.stdout.write(f"已装入并发布：{issue.title} {issue}")
        if count := submissions.load_submissions(at=timezone.now()):
            self.stdout.write(f"已装入示例报送：{count} 件")
        if count := eldercare.load_institutions(at=timezone.now()):
            self.stdout.write(f"已装入示例养老服务机构：{count} 家")
        if not SearchEntry.objects.exists():  # a database from before there was an index
            call_command("reindex", stdout=io.StringIO())
        self.stdout.write("示例账号（后台 /admin/）：")
        for login in logins:
            self.stdout.write(f"  {login.username:<12} {login.password:<18} {login.role}")
