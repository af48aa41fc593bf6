"""Covers and originals lie with the private files from now on: a view decides who reads them."""

from django.db import migrations

import foundation.private_files
import gazette.models.issue
import gazette.models.issue_files


class Migration(migrations.Migration):
    dependencies = [("gazette", "0010_submission_guards")]

    operations = [
        migrations.AlterField(
            model_name="issue",
            name="cover",
            field=gazette.models.issue_files.IssueFileField(
                blank=True,
                storage=foundation.private_files.PrivateStorage(),
                upload_to=foundation.private_files.telling_nothing,
                verbose_name="封面",
            ),
        ),
        migrations.AlterField(
            model_name="issue",
            name="pdf",
            field=gazette.models.issue_files.IssueFileField(
                blank=True,
                storage=foundation.private_files.PrivateStorage(),
                upload_to=foundation.private_files.telling_nothing,
                validators=[gazette.models.issue.must_be_pdf],
                verbose_name="原版PDF",
            ),
        ),
    ]
