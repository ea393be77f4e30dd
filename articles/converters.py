"""Path converters of the readers' addresses."""

import datetime


class DayConverter:
    """A calendar day as 2016/05/31; a day that no calendar has, or that no newsroom saw, answers 404."""

    regex = r"(?:19|2[0-9])[0-9]{2}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value):
        return datetime.datetime.strptime(value, "%Y/%m/%d").date()

    def to_url(self, day):
        return f"{day.year:04}/{day.month:02}/{day.day:02}"


class TagSlugConverter:
    """The slug of a tag: letters of any script, digits, hyphens and underscores, as the model allows."""

    regex = r"[-\w]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
