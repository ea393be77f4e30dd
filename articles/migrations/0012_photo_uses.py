"""Write down where the photos of the stories that are there already are used."""

import re

from django.db import migrations
from django.db.models import Q

PHOTO = re.compile(r'<figure data-photo="(\d+)"')
BATCH = 1000


def record(apps, schema_editor):
    using = schema_editor.connection.alias
    Article, Photo, PhotoUse = (apps.get_model("articles", name) for name in ("Article", "Photo", "PhotoUse"))
    ends = dict(Photo.objects.using(using).values_list("pk", "licence_ends_on"))
    stories = Article.objects.using(using).filter(Q(lead_photo__isnull=False) | Q(body__contains='<figure data-photo="'))
    rows = []
    for pk, section, lead, body in stories.values_list("pk", "section", "lead_photo", "body").iterator(BATCH):
        uses = {("inline", int(number)) for number in PHOTO.findall(body)} | ({("lead", lead)} if lead else set())
        rows += [
            PhotoUse(article_id=pk, section_id=section, kind=kind, photo_id=photo, licence_ends_on=ends[photo])
            for kind, photo in uses
            if photo in ends
        ]
        if len(rows) >= BATCH:
            PhotoUse.objects.using(using).bulk_create(rows)
            rows = []
    PhotoUse.objects.using(using).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_photo_library")]

    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
