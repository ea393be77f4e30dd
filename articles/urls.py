"""The readers' addresses. They stay: a story's number in its address is permanent."""

from django.urls import path, register_converter

from . import feeds, replies, search_page, sitemaps, views
from .converters import DateConverter, DayConverter, MonthConverter, PeriodConverter, TagSlugConverter
from .corrections_feed import CorrectionsFeed
from .models.page import OF_EVERY_FOOTER

register_converter(DayConverter, "day")
register_converter(DateConverter, "date")
register_converter(MonthConverter, "month")
register_converter(PeriodConverter, "period")
register_converter(TagSlugConverter, "tag_slug")

urlpatterns = [
    # First, since it is asked for most.
    path("<slug:section>/read/<int:number>/<slug:slug>/", views.article, name="article"),
    path("", views.front, name="front"),
    path("populer/", views.popular, name="popular"),
    path("populer/<period:period>/", views.popular_in, name="popular_in"),
    path("foto/", views.photo_stories, name="photo_stories"),
    path("indeks/", views.index, name="index"),
    path("indeks/<day:day>/", views.index_of_day, name="index_of_day"),
    path("rss/", feeds.SiteFeed(), name="feed"),
    path("feed.json", feeds.json_feed, name="json_feed"),
    path("tag/<tag_slug:slug>/rss/", feeds.TagFeed(), name="tag_feed"),
    path("penulis/<slug:slug>/rss/", feeds.AuthorFeed(), name="author_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap/kanal.xml", sitemaps.sections, name="sitemap_sections"),
    path("sitemap/topik-<int:part>.xml", sitemaps.tags, name="sitemap_tags"),
    path("sitemap/penulis-<int:part>.xml", sitemaps.authors, name="sitemap_authors"),
    path("sitemap/artikel-<month:month>.xml", sitemaps.month, name="sitemap_month"),
    path("sitemap/artikel-<date:day>.xml", sitemaps.day, name="sitemap_day"),
    path("kartu/<int:number>-<slug:key>.jpg", views.card, name="social_card"),
    path("koreksi/", views.corrections, name="corrections"),
    path("koreksi/rss/", CorrectionsFeed(), name="corrections_feed"),
    path("hak-jawab/", replies.ask, name="right_of_reply"),
    path("hak-jawab/diterima/<str:reference>/", replies.received, name="reply_received"),
    *(path(f"{slug}/", views.page, {"slug": slug}, name=slug) for slug in OF_EVERY_FOOTER),
    path("halaman/<slug:slug>/", views.page, name="page"),
    path("pratinjau/<str:token>/", views.preview_link, name="preview_link"),
    path("tag/<tag_slug:slug>/", views.tag, name="tag"),
    path("cari/", search_page.page, name="search"),
    path("penulis/<slug:slug>/", views.author, name="author"),
    path("<slug:section>/read/<int:number>/<slug:slug>/foto/<int:photo>/", views.gallery_photo, name="gallery_photo"),
    path("<slug:section>/read/<int:number>/", views.article),
    path("<slug:slug>/rss/", feeds.SectionFeed(), name="section_feed"),
    path("<slug:slug>/", views.section, name="section"),
]
