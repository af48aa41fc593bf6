"""Somebody with an identity number and a private telephone, both protected."""

from django.db import models

from foundation.fields import ProtectedField, fingerprint_index, sealed_constraint


class Person(models.Model):
    name = models.CharField("姓名", max_length=20)
    identity_number = ProtectedField("身份证号码", kind="identity_number", blank=True)
    phone = ProtectedField("私人电话", kind="phone", blank=True)

    class Meta:
        app_label = "persons"
        verbose_name = "人员"
        verbose_name_plural = "人员"
        indexes = [fingerprint_index("identity_number", name="person_by_identity_number")]
        constraints = [
            sealed_constraint("identity_number", name="person_identity_number_is_sealed"),
            sealed_constraint("phone", name="person_phone_is_sealed"),
            models.CheckConstraint(
                name="person_has_name",
                condition=~models.Q(name=""),
                violation_error_message="姓名不能为空。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
