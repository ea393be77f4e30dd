"""The names in a photo's credit line, which prints them in parentheses and so never stores any (CONVENTIONS P2)."""

import re

from django.db import models

PARENTHESES = re.compile(r"[()\s]+")


def bare(name):
    """A name without parentheses and needless spaces: "(AFP)" is AFP."""
    return PARENTHESES.sub(" ", name).strip()


class CreditField(models.CharField):
    """A name of the credit line, without parentheses by whatever door it comes: form, metadata, importer, bulk update.

    A saved instance holds what was stored.
    """

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = bare(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(bare(value) if isinstance(value, str) else value, connection)

    def deconstruct(self):
        """To the database it is text like any other."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options
