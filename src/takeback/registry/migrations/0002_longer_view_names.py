"""Room for the names of crops, frames, cells and frames of a video."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AlterField("entryfingerprint", "view", models.CharField(max_length=24)),
    ]
