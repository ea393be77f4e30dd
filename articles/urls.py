"""The readers' addresses. They stay: a story's number in its address is permanent."""

from django.urls import path, register_converter

from . import replies, views
from .converters import DayConverter
from .corrections_feed import CorrectionsFeed
from .models.page import OF_EVERY_FOOTER

register_converter(DayConverter, "day")

urlpatterns = [
    path("", views.front, name="front"),
    path("populer/", views.popular, name="popular"),
    path("indeks/", views.index, name="index"),
    path("indeks/<day:day>/", views.index_of_day, name="index_of_day"),
    path("koreksi/", views.corrections, name="corrections"),
    path("koreksi/rss/", CorrectionsFeed(), name="corrections_feed"),
    path("hak-jawab/", replies.ask, name="right_of_reply"),
    path("hak-jawab/diterima/<str:reference>/", replies.received, name="reply_received"),
    *(path(f"{slug}/", views.page, {"slug": slug}, name=slug) for slug in OF_EVERY_FOOTER),
    path("halaman/<slug:slug>/", views.page, name="page"),
    path("pratinjau/<str:token>/", views.preview_link, name="preview_link"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("penulis/<slug:slug>/", views.author, name="author"),
    path("<slug:section>/read/<int:number>/<slug:slug>/", views.article, name="article"),
    path("<slug:section>/read/<int:number>/", views.article),
    path("<slug:slug>/", views.section, name="section"),
]
