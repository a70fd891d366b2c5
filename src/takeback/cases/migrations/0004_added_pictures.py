"""The audit trail's verb for pictures that were added to a case."""

from django.db import migrations, models

from takeback.cases import audit_guard

VERBS = ["opened", "withdrawn", "ended", "erased", "lapsed", "kept", "forgotten", "added"]


def create_guard(apps, schema_editor):
    audit_guard.create(schema_editor)


def remove_guard(apps, schema_editor):
    audit_guard.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_kept_plan")]

    operations = [
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
