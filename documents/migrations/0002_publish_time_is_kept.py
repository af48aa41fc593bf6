"""The publish time of a document is written once."""

from django.db import migrations

from foundation.publication_guard import publication_guard


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_documents_and_tasks")]

    operations = [publication_guard("documents_document")]
