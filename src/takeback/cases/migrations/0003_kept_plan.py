"""A plan kept behind a case's code, and the verbs for it in the audit trail."""

import django.db.models.deletion
from django.db import migrations, models

from takeback.cases import audit_guard

VERBS = ["opened", "withdrawn", "ended", "erased", "lapsed", "kept", "forgotten"]


def create_guard(apps, schema_editor):
    audit_guard.create(schema_editor)


def remove_guard(apps, schema_editor):
    audit_guard.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_audit_guard")]

    operations = [
        migrations.CreateModel(
            name="KeptPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField(max_length=8192)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_plan",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        # SQLite changes a constraint by making the table anew, and the guard would be lost with the
        # old one.
        migrations.RunPython(remove_guard, create_guard),
        migrations.RemoveConstraint("auditrow", "audit_verb_is_known"),
        migrations.AlterField(
            "auditrow",
            "verb",
            models.CharField(choices=[(verb, verb.capitalize()) for verb in VERBS], max_length=9),
        ),
        migrations.AddConstraint(
            "auditrow",
            models.CheckConstraint(condition=models.Q(verb__in=VERBS), name="audit_verb_is_known"),
        ),
        migrations.RunPython(create_guard, remove_guard),
    ]
