"""The book of decision numbers says in words what is wrong, as every other constraint does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("eldercare", "0015_closer_rating_guards")]

    operations = [
        migrations.AlterConstraint(
            model_name="decisionbook",
            name="decision_book_is_one",
            constraint=models.UniqueConstraint(
                fields=("code", "year"),
                name="decision_book_is_one",
                violation_error_message="每个机关每年只有一本决定编号簿。",
            ),
        ),
    ]
