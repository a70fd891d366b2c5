"""Have the database refuse to change or delete audit rows."""

from django.db import migrations

from takeback.cases import audit_guard


def create(apps, schema_editor):
    audit_guard.create(schema_editor)


def remove(apps, schema_editor):
    audit_guard.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(create, remove)]
