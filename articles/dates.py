"""Calendar days in the site's time zone, and the instants between which each lies."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format


def today():
    return timezone.localdate()


def bounds(day):
    """The aware instants at which *day* begins and the next one begins, in the site's zone."""
    midnight = datetime.datetime.combine(day, datetime.time.min)
    zone = timezone.get_current_timezone()
    return midnight.replace(tzinfo=zone), (midnight + datetime.timedelta(days=1)).replace(tzinfo=zone)


def day_in_prose(day):
    """A day as reporters write it: Selasa (31/5/2016)."""
    return f"{date_format(day, 'l')} ({day.day}/{day.month}/{day.year})"


def hour_of(instant):
    """The instant at which the hour of *instant* began by the site's clock, so that hours never lie in two days."""
    return timezone.localtime(instant).replace(minute=0, second=0, microsecond=0).astimezone(datetime.UTC)


def noon(day):
    return bounds(day)[0] + datetime.timedelta(hours=12)
