"""Valid things with good defaults; a test states only what matters to it."""

import datetime
import functools
import io
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import Article, Author, Byline, Correction, Photo, ReplyRequest, Section, Tag

numbers = itertools.count(1)


def at(text):
    """An instant in the site's zone: at("2016-05-31 02:49"), or at("02:49") for the first of June 2026."""
    if len(text) <= 8:
        text = f"2026-06-01 {text}"
    return datetime.datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


def make_section(**facts):
    number = next(numbers)
    return Section.objects.create(**{"name": f"Rubrik {number}", "slug": f"rubrik-{number}", **facts})


def make_author(**facts):
    number = next(numbers)
    return Author.objects.create(**{"name": f"Penulis {number}", "slug": f"penulis-{number}", **facts})


def make_tag(**facts):
    return Tag.objects.create(**{"name": f"tag {next(numbers)}", **facts})


@functools.cache
def image_bytes(size=(1280, 720), encoding="JPEG", colour="teal", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, encoding, **options)
    return out.getvalue()


def make_photo(*, content=None, renditions=False, **facts):
    number = next(numbers)
    photo = Photo(
        **{
            "title": f"20260601-Foto-{number}",
            "caption": "Warga menunggu perahu di dermaga.",
            "alt_text": "Orang-orang di dermaga",
            "photographer": "Winda Paramastuti",
            "agency": "Media",
            **facts,
        }
    )
    photo.image = ContentFile(content or image_bytes(), name=f"foto-{number}.jpg")
    photo.width, photo.height = facts.get("width", 1280), facts.get("height", 720)
    photo.save()
    if renditions:
        photo.make_renditions()
    return photo


def make_article(*, authors=None, tags=(), published_at=None, status=None, **facts):
    """A complete story: published an hour ago unless told otherwise; status="draft" leaves it unpublished."""
    number = next(numbers)
    if "section" not in facts:
        facts["section"] = make_section()
    article = Article.objects.create(
        **{
            "headline": f"Perahu Baru Sambungkan Pulau Kecil {number}",
            "deck": "Tiga perahu berlayar setiap pagi mulai pekan ini.",
            "dateline": "Tanjung Arum",
            "body": "<p>Perahu pertama berangkat pukul enam.</p><p>Penumpangnya dua puluh orang.</p>",
            **facts,
        }
    )
    for position, author in enumerate(authors if authors is not None else [make_author()]):
        Byline.objects.create(article=article, author=author, position=position)
    if tags:
        article.tags.add(*tags)
    if status in (None, "approved", "withdrawn"):
        article.approve(by=None, published_at=published_at or timezone.now() - datetime.timedelta(hours=1))
    if status == "review":
        article.submit(by=None)
    if status == "withdrawn":
        article.withdraw(by=None, reason="dewan_pers")
    return article


def make_correction(article, **facts):
    return Correction.objects.create(**{"article": article, "text": f"Nama diperbaiki ({next(numbers)}).", **facts})


def make_reply_request(**facts):
    """A request for the right of reply that waits for an answer."""
    if "article" not in facts:
        facts["article"] = make_article()
    return ReplyRequest.objects.create(
        **{
            "name": "Sutan Baringin",
            "contact": "sutan@contoh.example",
            "story": str(facts["article"] and facts["article"].pk),
            "passage": "Paguyuban menyetujui kenaikan.",
            "text": "Kami tidak pernah menyetujuinya.",
            **facts,
        }
    )


def make_gallery(article, photos):
    """Hang *photos* into the gallery of a story, without captions of their own."""
    article.gallery.hang(article, [[photo.pk, "", ""] for photo in photos])


def make_staff(role=None, **facts):
    """An account of the desk in a role of articles/roles.py; without a role, a superuser."""
    number = next(numbers)
    user = get_user_model().objects.create_user(
        **{"username": f"staf-{number}", "password": "sandi", "is_staff": True, "is_superuser": role is None, **facts}
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
