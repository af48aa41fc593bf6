"""`manage.py sweep_complaints`: forget the telephone numbers of complaints that ended a year ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from eldercare.actions import forget_contacts
from eldercare.rules.complaints import CONTACT_KEPT


class Command(BaseCommand):
    help = "清除办结满一年的投诉的联系电话；可以每天定时运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        emptied = forget_contacts(ended_before=timezone.localdate() - CONTACT_KEPT)
        self.stdout.write(f"已清除 {emptied} 件投诉的联系电话。")
