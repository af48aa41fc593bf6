"""Addresses of documents, tasks and units."""

from django.urls import path

from documents.views import documents, targets, tasks, units, versions

app_name = "documents"

urlpatterns = [
    path("documents/", documents.document_list, name="document_list"),
    path("documents/<int:pk>/", documents.document_detail, name="document_detail"),
    path("documents/<int:pk>/print/", documents.document_print, name="document_print"),
    path("documents/<int:pk>/versions/", versions.version_list, name="version_list"),
    path("documents/<int:pk>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path(
        "documents/<int:pk>/versions/<int:number>/changes/", versions.version_changes, name="version_changes"
    ),
    path("documents/number/<path:number>/", documents.number_resolve, name="number_resolve"),
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/targets/", targets.target_list, name="target_list"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/matrix/", units.duty_matrix, name="duty_matrix"),
    path("units/<int:pk>/", units.unit_detail, name="unit_detail"),
]
