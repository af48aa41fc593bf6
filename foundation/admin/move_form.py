"""What a step of a life asks for, and what the person is told before taking it."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

from foundation.lifecycle import MOVES, Verb

EXPLANATIONS = {
    Verb.FIRST_REVIEW: "您确认已经审读并校对了现在的内容。此后内容有改动，审核失效，须重新办理。",
    Verb.SECOND_REVIEW: "您确认已经审读并校对了现在的内容。此后内容有改动，审核失效，须重新办理。",
    Verb.FINAL_REVIEW: "您确认已经审读并校对了现在的内容，可以发布。此后内容有改动，审核失效，须重新办理。",
    Verb.RETURN: "退回后是草稿，已通过的审核作废，改好以后从初审重新办理。",
    Verb.SCHEDULE: "到时由系统自动发布，发布时间以实际发布时为准。此前退回或改动内容，定时随之取消。",
    Verb.UNSCHEDULE: "取消后停在已终审，可以立即发布，也可以另定时间。",
    Verb.PUBLISH: "发布后，所有人都能在公开网站上看到它；发布时间由服务器写入，此后不变。",
    Verb.WITHDRAW: "撤回后，它从列表、检索和数据中消失，原网址只留下撤回日期和您写的原因。撤回不能再恢复。",
}
REMARK_HELP = {
    Verb.RETURN: "写明哪里要改；记入历史，编辑都能看到。",
    Verb.WITHDRAW: "原因会公开显示在原网址上，请写给读者看。",
}
DONE = {Verb.SCHEDULE: "已定时", Verb.UNSCHEDULE: "已取消定时"}


def done(verb: Verb) -> str:
    return DONE.get(verb, f"已{verb.deed}")


class MoveForm(forms.Form):
    """Why, when where the verb sets a time, and which content the person looked at."""

    publish_at = forms.DateTimeField(
        label="发布时间",
        help_text="北京时间。",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={
            "required": "请写明发布时间。",
            "invalid": "请写成日期和时间，如 2026-12-01 09:00。",
        },
    )
    remark = forms.CharField(
        label="说明",
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": "请写明原因。"},
        help_text="记入历史，可以不填。",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, verb: Verb, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if verb != Verb.SCHEDULE:
            del self.fields["publish_at"]
        if MOVES[verb].needs_remark:
            remark = self.fields["remark"]
            remark.label, remark.required, remark.help_text = "原因", True, REMARK_HELP[verb]
