"""Buttons on the page of an institution: file it, hand it over, keep a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from eldercare import actions
from eldercare.models import Institution, Operator
from eldercare.permissions import ADD_EVIDENCE, SUBMIT_FILING, SUCCEED_INSTITUTION
from eldercare.vocabulary import EvidenceKind
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.file_kinds import LIMIT


class OpenForm(forms.Form):
    change_summary = forms.CharField(
        label="变更事项",
        max_length=200,
        widget=UnfoldAdminTextInputWidget(),
        help_text="写明变更了什么，如“床位由 10 张增至 20 张”。",
    )


class SuccessionForm(forms.Form):
    successor = forms.ModelChoiceField(
        label="新运营主体",
        queryset=Operator.objects.order_by("name", "pk"),
        widget=UnfoldAdminSelectWidget(),
        help_text="列表里没有的，先在“运营主体”里新增。",
    )
    on = forms.DateField(
        label="承接日期", widget=UnfoldAdminDateWidget(), help_text="新运营主体开始运营的日期。"
    )
    basis = forms.CharField(
        label="依据",
        max_length=120,
        widget=UnfoldAdminTextInputWidget(),
        help_text="协议、合同或中标通知书的名称、编号和日期。",
    )


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(label="材料种类", choices=EvidenceKind.choices, widget=UnfoldAdminSelectWidget())
    file = forms.FileField(
        label="文件",
        widget=UnfoldAdminFileFieldWidget(),
        allow_empty_file=True,
        error_messages={"required": "请选择一个文件。", "invalid": "没有收到文件，请重新选择。"},
        help_text=f"PDF、JPG 或 PNG，每个不超过 {LIMIT >> 20} MB；照片里的拍摄位置等信息自动去掉。",
    )


class InstitutionDeeds(AsksBeforeActing):
    actions_detail: tuple[Any, ...] = ("file", "attach", "succeed")

    def has_file_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(SUBMIT_FILING)

    def has_succeed_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(SUCCEED_INSTITUTION)

    def has_attach_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD_EVIDENCE)

    @action(
        description="填写备案",
        url_path="file",
        icon="edit_document",
        variant=ActionVariant.PRIMARY,
        permissions=["file"],
    )
    def file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        institution: Institution = self.found(request, object_id)
        first = not institution.filings.in_force().exists()

        def act(said: dict[str, Any]) -> str:
            filing = actions.open_filing(
                institution,
                change_summary=said.get("change_summary", ""),
                by=user_of(request),
                at=timezone.localtime(),
            )
            return reverse("admin:eldercare_filing_change", args=[filing.pk])

        deed = Deed(
            title="填写备案" if first else "办理备案变更",
            form=forms.Form if first else OpenForm,
            act=act,
            done="已建立备案书。请核对，然后提交。",
            explanation="备案书的内容取自机构资料：先把资料填好，提交时照当时的资料固定下来。"
            if first
            else "先在机构资料里改好变更的内容。新的备案受理以前，原备案继续有效、继续公开。",
        )
        return self.ask(request, institution, deed)

    @action(description="运营主体承接", url_path="succeed", icon="swap_horiz", permissions=["succeed"])
    def succeed(self, request: HttpRequest, object_id: str) -> HttpResponse:
        institution: Institution = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.succeed(institution, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="运营主体承接",
            form=SuccessionForm,
            act=act,
            done="已登记承接。请核对登记，并办理备案变更。",
            explanation=f"现在由“{institution.operator}”运营。承接登记以后不能改动；原运营主体的登记从承接之日起不再适用。",
        )
        return self.ask(request, institution, deed)

    @action(description="上传材料", url_path="attach", icon="attach_file", permissions=["attach"])
    def attach(self, request: HttpRequest, object_id: str) -> HttpResponse:
        institution: Institution = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.add_evidence(
                institution,
                kind=said["kind"],
                upload=said["file"],
                by=user_of(request),
                at=timezone.localtime(),
            )

        deed = Deed(
            title="上传材料",
            form=EvidenceForm,
            act=act,
            done="材料已保存。",
            explanation="材料只有有权限的工作人员能看，不公开。按内容识别文件类型，不看扩展名。",
        )
        return self.ask(request, institution, deed)
