"""Who read whose data: records that nobody can change, sealed into a chain."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from consortium.audit import querysets, reads


class PersonalModel(models.Model):
    """A model about a person; whoever makes an instance is noted as having read that person's data.

    `SUBJECT` names the attribute that holds the id of the person (a student) whom the row is about. Where
    it numbers others than students, `NUMBERED_FROM` keeps its numbers apart from theirs in the records.
    """

    SUBJECT: ClassVar[str] = "student_id"
    NUMBERED_FROM: ClassVar[int] = 0

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: list[str], values: list[object]) -> Self:
        instance = super().from_db(db, field_names, values)
        subject = instance.__dict__.get(cls.SUBJECT)
        reads.note(cls._meta.label, None if subject is None else cls.NUMBERED_FROM + subject)
        return instance


class AccessRecord(models.Model):
    """One read of personal data: who, when, from where, whose, what, and why for downloads.

    Kept two years (개인정보의 안전성 확보조치 기준, access records); insert-only for every web role.
    Where a statement did not name its persons, `subjects` stays empty and `unnamed_rows` counts its rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), default=Now, editable=False, db_index=True)
    user_id = models.BigIntegerField(_("log-in"), null=True)
    member_id = models.BigIntegerField(_("membership"), null=True)
    role = models.CharField(_("role"), max_length=30, blank=True)
    consortium_id = models.BigIntegerField(_("consortium"), null=True)
    partner_id = models.BigIntegerField(_("partner"), null=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    action = models.CharField(_("what was done"), max_length=200)
    what = models.CharField(_("kind of data"), max_length=100)
    subjects = ArrayField(models.BigIntegerField(), verbose_name=_("whose data"), default=list)
    unnamed_rows = models.PositiveIntegerField(_("rows without names"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = querysets.AccessRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        indexes: ClassVar = [
            GinIndex(fields=["subjects"], name="access_subjects"),
            models.Index(fields=["consortium_id", "-at"], name="access_of_consortium"),
        ]


class Seal(models.Model):
    """One link of the chain over access records: this record's digest, mixed with the one before.

    It keeps no personal data, so it stays when its record is destroyed after two years.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    record_id = models.UUIDField(_("access record"), unique=True)
    record_at = models.DateTimeField(_("time of the access record"), db_index=True)
    digest = models.CharField(_("digest"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"), auto_now_add=True)

    objects = querysets.SystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")


class Destruction(models.Model):
    """That data was destroyed because its time was over (파기대장): what, how much, under which rule."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    what = models.CharField(_("kind of data"), max_length=100)
    rows = models.PositiveIntegerField(_("rows"))
    older_than = models.DateTimeField(_("older than"))
    rule = models.CharField(_("rule"), max_length=200)

    objects = querysets.SystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of destruction")
        verbose_name_plural = _("records of destruction")
