"""Two people at one form: who saves second is told, sees both texts, and loses nothing.

Each form carries a mark of what it was opened with, rows included. On saving, the object is locked and the mark is made
anew; another mark means that somebody saved in between. Then nothing is saved: what was typed stays in the form, rows that
the other added come to it, rows that the other removed stay as new ones, and beside it stands what is stored now. The form
then carries the new mark, so who has looked can save.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import FileField
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from documents.admin.given_back import GivesBackTyping
from documents.admin.typed_text import MetText, number_of_rows, shown
from documents.snapshot import canonical
from foundation.lifecycle import AFTER_PUBLICATION

FIELD = "opened_mark"
_OWN = ("id", "DELETE")


@dataclass
class Meeting:
    """What the second of two editors is told."""

    sentence: str
    mark: str
    texts: list[MetText] = field(default_factory=list)


class MindsOtherEditors(GivesBackTyping):
    """For a ModelAdmin, before the desk's own class."""

    change_form_before_template = "admin/other_editor.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        view = super().changeform_view
        if request.method != "POST" or object_id is None or not self._may_be_a_key(object_id):  # type: ignore[attr-defined]
            return self._marked(request, view(request, object_id, *args, **kwargs))
        with transaction.atomic():
            locked = self.model._base_manager.select_for_update(of=("self",))  # type: ignore[attr-defined]
            stored = locked.filter(pk=unquote(object_id)).first()
            met = self._meeting(request, stored) if stored is not None else None
            response = view(request, object_id, *args, **kwargs)
            return self._marked(request, response, stored, met)

    def _meeting(self, request: HttpRequest, stored: Any) -> Meeting | None:
        """None when nobody saved since the form was opened."""
        opened = request.POST.get(FIELD, "")
        changeable = list(self._changeable(request, stored))
        now = mark_of(
            stored, {formset.get_default_prefix(): _rows(inline, stored) for formset, inline in changeable}
        )
        if not opened or opened == now:
            return None
        post = request.POST.copy()
        for formset, _ in changeable:
            _bring_together(post, formset(instance=stored))
        request.POST = post  # type: ignore[assignment]
        met = Meeting(_sentence(stored), mark=now)
        request.desk_refusal = met.sentence  # type: ignore[attr-defined]
        return met

    def _changeable(self, request: HttpRequest, obj: Any) -> Iterator[tuple[Any, Any]]:
        for formset, inline in self.get_formsets_with_inlines(request, obj):  # type: ignore[attr-defined]
            if inline.has_change_permission(request, obj):
                yield formset, inline

    def _marked(
        self, request: HttpRequest, response: HttpResponse, stored: Any = None, met: Meeting | None = None
    ) -> HttpResponse:
        """The page with the mark of what it shows; after a refusal with the mark it was sent with."""
        context = getattr(response, "context_data", None)
        original = context.get("original") if context else None
        if not isinstance(response, TemplateResponse) or context is None or original is None:
            return response
        open_rows = [one for one in context["inline_admin_formsets"] if one.has_change_permission]
        if met is not None:
            met.texts = [
                *_texts(context["adminform"].form, open_rows, stored),
                *self.typed(
                    request,
                    stored,
                    fields=context["adminform"].form.fields,
                    rows=[one.formset.prefix for one in open_rows],
                ),
            ]
            context |= {"met": met, FIELD: met.mark}
        elif request.method == "POST":
            context[FIELD] = request.POST.get(FIELD, "")
        else:
            rows = {one.formset.prefix: list(one.formset.get_queryset()) for one in open_rows}
            context[FIELD] = mark_of(original, rows)
        return response


def mark_of(obj: models.Model, rows: Mapping[str, Iterable[models.Model]]) -> str:
    """The same for the same words, whoever looks; it costs no question to the database."""
    stands = getattr(obj, "status", "") in AFTER_PUBLICATION  # then the form has other fields
    state = [stands, _values(obj), {name: sorted(map(_values, found)) for name, found in rows.items()}]
    return hashlib.sha256(json.dumps(state, ensure_ascii=False, default=str).encode()).hexdigest()


def _values(row: models.Model) -> list[str]:
    kept = [
        column
        for column in row._meta.concrete_fields
        if column.editable
        and not getattr(column, "auto_now", False)
        and not getattr(column, "auto_now_add", False)
    ]
    return [str(row.pk), *(canonical(str(column.value_from_object(row))) for column in kept)]


def _rows(inline: Any, owner: models.Model) -> list[models.Model]:
    foreign = inline.fk_name or next(
        one.name for one in inline.model._meta.fields if one.related_model is type(owner)
    )
    return list(inline.model._base_manager.filter(**{foreign: owner}))


def _sentence(stored: models.Model) -> str:
    """Who saved what you did not see; the desk's own log knows, imports and buttons it does not."""
    kind = ContentType.objects.get_for_model(stored)
    saved = LogEntry.objects.filter(content_type=kind, object_id=str(stored.pk), action_flag=CHANGE)
    last = saved.select_related("user").order_by("-action_time", "-pk").first()
    touched = getattr(stored, "updated_at", None)
    what = stored._meta.verbose_name
    if last is None or (touched is not None and touched > last.action_time):
        return f"您打开以后，这{_measure(stored)}{what}有别的改动（导入、更正、发布或别处的编辑）。请看过对照再保存。"
    who = last.user.get_full_name() or last.user.get_username()
    when = timezone.localtime(last.action_time)
    return (
        f"您打开以后，{who}在{when:%Y年%-m月%-d日 %H:%M}保存了这{_measure(stored)}{what}。请看过对照再保存。"
    )


def _measure(stored: models.Model) -> str:
    return {"公文": "篇", "公报期次": "个"}.get(str(stored._meta.verbose_name), "条")


def _bring_together(post: Any, stored: Any) -> None:
    """The rows of one formset: those both know, those the other added, then those only this form has, as new ones."""
    prefix, total = stored.prefix, number_of_rows(post, stored.prefix)
    typed = [_cut_out(post, f"{prefix}-{place}-") for place in range(total)]
    present = {str(form.instance.pk): form for form in stored.initial_forms}
    known = [row for row in typed if row.get("id", [""])[0] in present]
    seen = {row["id"][0] for row in known}
    added = [_as_sent(form) for pk, form in present.items() if pk not in seen]
    alone = [
        row | {"id": [""]} for row in typed if row.get("id", [""])[0] not in present and "DELETE" not in row
    ]
    rows = [*known, *added, *alone]
    for place, row in enumerate(rows):
        for name, values in row.items():
            post.setlist(f"{prefix}-{place}-{name}", values)
    post[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    post[f"{prefix}-INITIAL_FORMS"] = str(len(known) + len(added))


def _cut_out(post: Any, start: str) -> dict[str, list[str]]:
    names = [name for name in post if name.startswith(start)]
    return {name.removeprefix(start): post.pop(name) for name in names}


def _as_sent(form: Any) -> dict[str, list[str]]:
    """What a browser would send of a stored row."""
    sent: dict[str, list[str]] = {}
    for bound in form:
        value = bound.field.widget.format_value(bound.value())
        if value is True or value not in (None, False, "", []):
            sent[bound.name] = (
                [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
            )
    return sent


def _texts(form: Any, shown: Iterable[Any], stored: Any) -> list[MetText]:
    """Every field and kind of rows that differs between what is stored and what was typed."""
    met = []
    unbound = type(form)(instance=type(stored)._base_manager.get(pk=stored.pk))
    for name in form.fields:
        met.append(MetText(str(form[name].label), _text(unbound[name]), _text(form[name])))
    for one in shown:
        typed = one.formset
        there = type(typed)(instance=stored, prefix=typed.prefix)
        label = str(typed.model._meta.verbose_name_plural)
        met.append(MetText(label, _lines(there.initial_forms), _lines(_kept(typed))))
    return [one for one in met if one.stored != one.typed]


def _kept(formset: Any) -> list[Any]:
    deleted = {id(form) for form in formset.forms if form.data.get(form.add_prefix("DELETE"))}
    return [
        form for form in formset.forms if id(form) not in deleted and (form.instance.pk or form.has_changed())
    ]


def _lines(forms: Iterable[Any]) -> str:
    rows = []
    for form in forms:
        names = [name for name in form.fields if name not in _OWN and not form.fields[name].widget.is_hidden]
        rows.append("\n".join(filter(None, (_text(form[name]) for name in names))))
    return "\n".join(rows)


def _text(bound: Any) -> str:
    """The value as a person reads it, typed or stored alike."""
    value = bound.value()
    choices = getattr(bound.field, "queryset", None)
    if choices is not None:
        found = choices.filter(pk=value).first() if str(value or "").isdecimal() else None
        return str(found or "")
    if isinstance(bound.field, FileField):
        return str(getattr(value, "name", "") or "")
    try:
        value = bound.field.to_python(value)
    except ValidationError:  # what cannot be read is shown as it was typed
        return canonical(str(value or ""))
    named = dict(getattr(bound.field, "choices", None) or ())
    return str(named[value]) if isinstance(value, str) and value and value in named else shown(value)
