"""Three reviews from now on: what is public already is marked as published before them, what stands at a review that
nobody signed is a draft, then the guards stand."""

from django.conf import settings
from django.db import migrations, models

from foundation.review_guard import parts_are_content, review_guard

ALREADY_PUBLISHED = """
UPDATE gazette_issue SET reviewed_elsewhere = TRUE WHERE status IN ('published', 'withdrawn');
UPDATE gazette_issue SET status = 'draft' WHERE status IN ('first_review', 'second_review', 'final_review');
"""

BY_ISSUE = "SELECT issue_id FROM part"
BY_DAY = "SELECT c.issue_id FROM part p JOIN gazette_chronicleentry c ON c.id = p.entry_id"
BY_EVENT = (
    "SELECT c.issue_id FROM part p JOIN gazette_event e ON e.id = p.event_id"
    " JOIN gazette_chronicleentry c ON c.id = e.entry_id"
)


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0012_review_guards"),
        ("documents", "0006_reviews_are_guarded"),
        ("gazette", "0007_review_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(ALREADY_PUBLISHED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reviewed_elsewhere", False),
                        ("status", "draft"),
                        ("final_reviewed_by__isnull", True),
                        ("first_reviewed_by__isnull", True),
                        ("second_reviewed_by__isnull", True),
                    ),
                    models.Q(
                        ("reviewed_elsewhere", False),
                        ("status", "first_review"),
                        ("final_reviewed_by__isnull", True),
                        ("first_reviewed_by__isnull", False),
                        ("second_reviewed_by__isnull", True),
                    ),
                    models.Q(
                        ("reviewed_elsewhere", False),
                        ("status", "second_review"),
                        ("final_reviewed_by__isnull", True),
                        ("first_reviewed_by__isnull", False),
                        ("second_reviewed_by__isnull", False),
                        models.Q(("second_reviewed_by", models.F("first_reviewed_by")), _negated=True),
                    ),
                    models.Q(
                        ("reviewed_elsewhere", False),
                        ("status", "final_review"),
                        ("final_reviewed_by__isnull", False),
                        ("first_reviewed_by__isnull", False),
                        ("second_reviewed_by__isnull", False),
                        models.Q(("second_reviewed_by", models.F("first_reviewed_by")), _negated=True),
                        models.Q(("final_reviewed_by", models.F("first_reviewed_by")), _negated=True),
                        models.Q(("final_reviewed_by", models.F("second_reviewed_by")), _negated=True),
                    ),
                    models.Q(
                        ("reviewed_elsewhere", False),
                        ("status__in", ("published", "withdrawn")),
                        ("final_reviewed_by__isnull", False),
                        ("first_reviewed_by__isnull", False),
                        ("second_reviewed_by__isnull", False),
                        models.Q(("second_reviewed_by", models.F("first_reviewed_by")), _negated=True),
                        models.Q(("final_reviewed_by", models.F("first_reviewed_by")), _negated=True),
                        models.Q(("final_reviewed_by", models.F("second_reviewed_by")), _negated=True),
                    ),
                    models.Q(
                        ("reviewed_elsewhere", True),
                        ("status__in", ("published", "withdrawn")),
                        ("final_reviewed_by__isnull", True),
                        ("first_reviewed_by__isnull", True),
                        ("second_reviewed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="issue_has_its_reviewers",
                violation_error_message="每一步审核须有审核人，初审、复审、终审须是三个不同的人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("schedule_refusal", ""),
                        ("scheduled_by__isnull", True),
                        ("scheduled_for__isnull", True),
                    ),
                    models.Q(
                        ("scheduled_by__isnull", False),
                        ("scheduled_for__isnull", False),
                        ("status", "final_review"),
                    ),
                    _connector="OR",
                ),
                name="issue_schedule_is_whole",
                violation_error_message="只有已终审的可以定时发布，须有时间和定时发布人。",
            ),
        ),
        review_guard("gazette_issue", "gazette", "issue", besides=["reading_id"]),
        parts_are_content("gazette_mastheadrole", of="gazette_issue", owners=BY_ISSUE),
        parts_are_content("gazette_entry", of="gazette_issue", owners=BY_ISSUE),
        parts_are_content("gazette_chronicleentry", of="gazette_issue", owners=BY_ISSUE),
        parts_are_content("gazette_event", of="gazette_issue", owners=BY_DAY),
        parts_are_content("gazette_appearance", of="gazette_issue", owners=BY_EVENT, besides=["official_id"]),
    ]
