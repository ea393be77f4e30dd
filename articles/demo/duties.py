"""The demo's duties to its readers: corrections, withdrawals, verification, quoted media, right of reply, who publishes it."""

import datetime

from ..models import Correction, Newsroom, Officer, QuotedSource, ReplyRequest, WithdrawalReason


def write(demo):
    """Write what *demo*, a DemoNewsroom whose stories stand, owes its readers."""
    for correction in demo.newsroom["correction"]:
        _correct(demo, **correction)
    for follow_up, unverified in demo.newsroom["notices"]["verifies"].items():
        article, _at = demo.stories[follow_up]
        article.verifies = demo.stories[unverified][0]
        article.save(update_fields=["verifies"])
    for quoted in demo.newsroom["quoted"]:
        article, _at = demo.stories[quoted["story"]]
        source = QuotedSource.objects.create(article=article, medium=quoted["medium"], url=quoted["url"])
        if quoted.get("corrected"):
            source.mark_corrected()
    for reply in demo.newsroom["reply"]:
        _ask_for_reply(demo, **reply)
    _introduce(**demo.newsroom["newsroom"])


def withdraw(demo, article, at):
    """Withdraw a story some hours after it was published, with what its readers are told."""
    told = demo.newsroom["withdrawal"].get(article.slug, {})
    article.withdraw(by=demo.accounts["redpel"], **{"reason": WithdrawalReason.PRESS_COUNCIL, **told})
    article.withdrawn_at = min(at + datetime.timedelta(hours=9), demo.now)
    article.save(update_fields=["withdrawn_at"])
    article.corrections.update(posted_at=article.withdrawn_at)
    article.steps.filter(verb="change_correction").delete()


def _correct(demo, *, story, hours_after, **facts):
    article, at = demo.stories[story]
    posted_at = min(at + datetime.timedelta(hours=hours_after), demo.now)
    Correction.objects.create(article=article, by=demo.accounts["editor"], posted_at=posted_at, **facts)
    article.refresh_from_db(fields=["updated_at"])


def _ask_for_reply(demo, *, story, hours_ago, state, note="", **typed):
    article, _at = demo.stories[story]
    received_at = demo.now - datetime.timedelta(hours=hours_ago)
    reply = ReplyRequest.objects.create(article=article, story=str(article.pk), received_at=received_at, **typed)
    if state != ReplyRequest.State.WAITING:
        carried = article.corrections.filter(kind=Correction.Kind.RIGHT_OF_REPLY).last()
        reply.answer(by=demo.accounts["editor"], state=state, note=note, correction=carried)
        ReplyRequest.objects.filter(pk=reply.pk).update(answered_at=received_at + datetime.timedelta(hours=20))


def _introduce(*, officers, **facts):
    newsroom = Newsroom(**{name: _stripped(value) for name, value in facts.items()})
    newsroom.save()
    for position, (office, name) in enumerate(officers):
        Officer.objects.create(newsroom=newsroom, office=office, name=name, position=position)


def _stripped(value):
    return value.strip() if isinstance(value, str) else value
