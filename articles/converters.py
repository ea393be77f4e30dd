"""Path converters of the readers' addresses."""

import datetime

from .models import Period


class DayConverter:
    """A calendar day as 2016/05/31; a day that no calendar has, or that no newsroom saw, answers 404."""

    regex = r"(?:19|2[0-9])[0-9]{2}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value):
        return datetime.datetime.strptime(value, "%Y/%m/%d").date()

    def to_url(self, day):
        return f"{day.year:04}/{day.month:02}/{day.day:02}"


class MonthConverter:
    """A calendar month as 2016-05, given to a view as its first day; for the names of files."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value):
        return datetime.datetime.strptime(value, "%Y-%m").date()

    def to_url(self, month):
        return f"{month.year:04}-{month.month:02}"


class DateConverter:
    """A calendar day as 2016-05-31; for the names of files."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return datetime.date.fromisoformat(value)

    def to_url(self, day):
        return day.isoformat()


class PeriodConverter:
    """The period of a ranking, by its word in an address."""

    WORDS = {"hari-ini": Period.DAY, "minggu-ini": Period.WEEK, "bulan-ini": Period.MONTH}
    regex = "|".join(WORDS)

    def to_python(self, value):
        return self.WORDS[value]

    def to_url(self, period):
        return next(word for word, named in self.WORDS.items() if named == period)


class TagSlugConverter:
    """The slug of a tag: letters of any script, digits, hyphens and underscores, as the model allows."""

    regex = r"[-\w]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
