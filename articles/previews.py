"""A story as readers would see it, before they do: for the desk, and for outsiders who hold a secret link.

A preview is nobody's page: it is not kept, not listed, not counted, and what it links to does not learn its address.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Section

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def context(story, **more):
    """What the article page needs to show *story*, in whatever state it is; the story must not be saved afterwards."""
    # What a draft still lacks is filled in for the eye only.
    story.published_at = story.published_at or timezone.now()
    story.section = story.section or Section(name=_("No section"), slug="-")
    # The bar of the staff belongs to the readers' pages, not to what readers will see.
    return {"article": story, "body": story.rendered_body(), "is_preview": True, "is_for_staff": False, **more}
