"""Uploads for tests: a notice of our own, the sample issue, and editors who bring them in."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from foundation.models import Unit
from gazette import uploads
from gazette.models import Upload, UploadDecision
from gazette.reading.either import read_either
from gazette.sample import SAMPLE_ISSUE

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
NOTICE = """示政发〔2026〕7号

示例市人民政府关于做好春耕备耕工作的通知

各县人民政府，市直各部门：

一、备足种子。各地要早调早运。（示例市农业农村局牵头，示例市粮站配合）

示例市人民政府
2026年2月3日
"""


def person(role: str) -> User:
    user, _ = User.objects.get_or_create(username=role, defaults={"is_staff": True})
    user.groups.set(Group.objects.filter(name=role))
    return User.objects.get(pk=user.pk)


def received(text: str, *, by: User, name: str = "示例.txt", **fields: Any) -> Upload:
    raw = text.encode()
    read = read_either(raw, name=name, lexicon=Unit.objects.lexicon())
    return uploads.receive_upload(read, raw=raw, name=name, by=by, at=AT, **fields)


def sample() -> str:
    return SAMPLE_ISSUE.read_text("utf-8")


def decide(upload: Upload, by: User, printed: str, choice: str, **fields: Any) -> UploadDecision:
    fields = {"subject": "unit"} | fields
    return uploads.decide(upload, printed=printed, choice=choice, by=by, at=AT, **fields)
