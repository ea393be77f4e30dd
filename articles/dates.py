"""Calendar days in the site's time zone, and the instants between which each lies."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

from .kept import kept


def today():
    return timezone.localdate()


@kept(20_000)
def instant(value):
    """An instant for machines, in the site's zone and with its offset: 2016-05-31T02:49:00+07:00 (CONVENTIONS G5)."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def bounds(day):
    """The aware instants at which *day* begins and the next one begins, in the site's zone."""
    midnight = datetime.datetime.combine(day, datetime.time.min)
    zone = timezone.get_current_timezone()
    return midnight.replace(tzinfo=zone), (midnight + datetime.timedelta(days=1)).replace(tzinfo=zone)


def day_in_prose(day):
    """A day as reporters write it: Selasa (31/5/2016)."""
    return f"{date_format(day, 'l')} ({day.day}/{day.month}/{day.year})"


def next_month(month):
    """The first day of the month after that of the day *month*."""
    return (month.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)


@kept(2000)
def month_bounds(month):
    """The aware instants at which the month of the day *month* begins and the next one begins, in the site's zone."""
    return bounds(month.replace(day=1))[0], bounds(next_month(month))[0]


def months_between(first, last):
    """The first day of each month from that of the day *first* to that of the day *last*, oldest first."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def days_of(month):
    """The days of the month that begins with the day *month*."""
    for number in range((next_month(month) - month).days):
        yield month + datetime.timedelta(days=number)


def hour_of(instant):
    """The instant at which the hour of *instant* began by the site's clock, so that hours never lie in two days."""
    return timezone.localtime(instant).replace(minute=0, second=0, microsecond=0).astimezone(datetime.UTC)


def noon(day):
    return bounds(day)[0] + datetime.timedelta(hours=12)
