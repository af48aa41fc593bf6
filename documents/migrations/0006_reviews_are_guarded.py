"""Three reviews from now on: what is public already is marked as published before them, what stands at a review that
nobody signed is a draft, then the guards stand."""

from django.conf import settings
from django.db import migrations, models

from foundation.review_guard import parts_are_content, review_guard

ALREADY_PUBLISHED = """
UPDATE documents_document SET reviewed_elsewhere = TRUE WHERE status IN ('published', 'withdrawn');
UPDATE documents_document SET status = 'draft' WHERE status IN ('first_review', 'second_review', 'final_review');
"""

BY_DOCUMENT = "SELECT document_id FROM part"
BY_TASK = "SELECT t.document_id FROM part p JOIN documents_task t ON t.id = p.task_id"
BY_ITEM = "SELECT i.document_id FROM part p JOIN documents_checklistitem i ON i.id = p.item_id"


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0012_review_guards"),
        ("documents", "0005_review_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(ALREADY_PUBLISHED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="document",
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
                name="document_has_its_reviewers",
                violation_error_message="每一步审核须有审核人，初审、复审、终审须是三个不同的人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
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
                name="document_schedule_is_whole",
                violation_error_message="只有已终审的可以定时发布，须有时间和定时发布人。",
            ),
        ),
        review_guard("documents_document", "documents", "document", besides=["reading_id"]),
        parts_are_content(
            "documents_documentorgan", of="documents_document", owners=BY_DOCUMENT, besides=["unit_id"]
        ),
        parts_are_content("documents_attachment", of="documents_document", owners=BY_DOCUMENT),
        parts_are_content(
            "documents_relation",
            of="documents_document",
            owners="SELECT source_id FROM part",
            besides=["target_id"],
        ),
        parts_are_content("documents_task", of="documents_document", owners=BY_DOCUMENT),
        parts_are_content("documents_amount", of="documents_document", owners=BY_TASK),
        parts_are_content("documents_checklistitem", of="documents_document", owners=BY_DOCUMENT),
        parts_are_content(
            "documents_assignment",
            of="documents_document",
            owners=f"{BY_TASK} UNION {BY_ITEM}",
            besides=["unit_id"],
        ),
    ]
