from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.TextChoices):
    """What a story is when it is no plain news."""

    NONE = "", _("News")
    OPINION = "opini", _("Opinion")
    ANALYSIS = "analisis", _("Analysis")
    ADVERTORIAL = "advertorial", _("Advertorial")
