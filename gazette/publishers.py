"""How an issue whose set time has come is published: with its documents."""

from foundation.schedule import publishes
from gazette.issue_moves import publish_issue
from gazette.models import Issue

publishes(Issue, publish_issue)
