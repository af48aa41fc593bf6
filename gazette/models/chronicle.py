"""大事记: entries by day or range, events by sentence, and the people they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from gazette.models.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gazette.mentions import Mention


class Official(models.Model):
    """A person named in public office."""

    name = models.CharField("姓名", max_length=30, unique=True, help_text="同名者加注以示区别。")

    class Meta:
        verbose_name = verbose_name_plural = "人物"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("gazette:official_detail", args=[self.pk])


class OfficialAlias(models.Model):
    """A name as printed (a misprint, another spelling) that means this person."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="aliases", verbose_name="人物")
    printed = models.CharField("印刷写法", max_length=30, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "人物别名"

    def __str__(self) -> str:
        return self.printed


class ChronicleEntryQuerySet(models.QuerySet["ChronicleEntry"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Entries of the issues that the user may see."""
        return self.filter(issue__in=Issue.objects.visible_to(user))

    def touching(self, *, first: date, last: date) -> Self:
        """Entries of which at least one day lies between two days, both included."""
        ended = Q(end__gte=first) | Q(end__isnull=True, start__gte=first)
        return self.filter(ended, start__lte=last)


class ChronicleEntry(models.Model):
    """One day, or a range of days, as printed."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="chronicle", verbose_name="期次")
    position = models.PositiveSmallIntegerField("次序")
    start = models.DateField("日期")
    end = models.DateField("至", null=True, blank=True)
    text = models.TextField("原文", blank=True)

    objects = ChronicleEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "大事记"
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="chronicle_position_unique"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="chronicle_range_in_order",
                violation_error_message="结束日期必须晚于开始日期；只有一天的留空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d}"


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Events of the issues that the user may see."""
        return self.filter(entry__issue__in=Issue.objects.visible_to(user))

    def naming(self, official: Official) -> Self:
        return self.filter(pk__in=Appearance.objects.filter(official=official).values("event"))

    def before(self, event: Event) -> Self:
        """Events that stand before this one in the order of the chronicle, the nearest first."""
        return self.filter(_place_less_than(event)).order_by("-entry__start", *_BACKWARDS)

    def after(self, event: Event) -> Self:
        """Events that follow this one, the nearest first."""
        here = Q(pk=event.pk)
        return self.exclude(here | _place_less_than(event)).oldest_first()

    def newest_first(self) -> Self:
        """The newest day first, within it as printed."""
        return self.order_by("-entry__start", "entry__position", "position", "pk")

    def oldest_first(self) -> Self:
        return self.order_by("entry__start", "entry__position", "position", "pk")


_BACKWARDS = ("-entry__position", "-position", "-pk")


def _place_less_than(event: Event) -> Q:
    """Every place before that of the event: day, entry, position, key."""
    entry = event.entry
    same_day = Q(entry__start=entry.start)
    same_entry = same_day & Q(entry__position=entry.position)
    return (
        Q(entry__start__lt=entry.start)
        | same_day & Q(entry__position__lt=entry.position)
        | same_entry & Q(position__lt=event.position)
        | same_entry & Q(position=event.position, pk__lt=event.pk)
    )


class Event(models.Model):
    """One sentence of the chronicle."""

    entry = models.ForeignKey(
        ChronicleEntry, models.CASCADE, related_name="events", verbose_name="大事记条目"
    )
    position = models.PositiveSmallIntegerField("次序")
    start = models.DateField("日期")
    end = models.DateField("至", null=True, blank=True)
    text = models.TextField("内容")

    mentions: Sequence[Mention] = ()  # what the text names, once `gazette.linking` has looked

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "大事"
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="event_position_unique"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                name="event_range_in_order",
                violation_error_message="结束日期必须晚于开始日期；只有一天的留空。",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def anchor(self) -> str:
        """Its place on any list, also where the same days of several years stand together."""
        return f"event-{self.pk}"

    @property
    def when(self) -> str:
        """The days of the event where they are not just the day it stands under."""
        begins_late = self.start != self.entry.start
        end = self.end or (None if begins_late else self.entry.end)
        begin = f"{self.start.day}日" if begins_late or end else ""
        if end is None:
            return begin
        return (
            f"{begin}至{end.month}月{end.day}日" if end.month != self.start.month else f"{begin}至{end.day}日"
        )

    def get_absolute_url(self) -> str:
        return reverse("gazette:event_detail", args=[self.pk])

    @property
    def place_url(self) -> str:
        """The event among those of its month."""
        month = reverse("gazette:chronicle_month", args=[self.entry.start.year, self.entry.start.month])
        return f"{month}#{self.anchor}"


class Appearance(models.Model):
    """A person named in an event, with the name as printed there."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="appearances", verbose_name="大事")
    position = models.PositiveSmallIntegerField("次序")
    official = models.ForeignKey(Official, models.PROTECT, related_name="appearances", verbose_name="人物")
    printed = models.CharField("印刷写法", max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = "出席人物"
        constraints = [
            models.UniqueConstraint(fields=["event", "position"], name="appearance_position_unique"),
            models.UniqueConstraint(fields=["event", "official"], name="appearance_official_unique"),
        ]

    def __str__(self) -> str:
        return self.printed
