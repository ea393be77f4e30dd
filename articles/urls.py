"""The readers' addresses. They stay: a story's number in its address is permanent."""

from django.urls import path, register_converter

from . import search_page, views
from .converters import DayConverter

register_converter(DayConverter, "day")

urlpatterns = [
    path("", views.front, name="front"),
    path("populer/", views.popular, name="popular"),
    path("indeks/", views.index, name="index"),
    path("indeks/<day:day>/", views.index_of_day, name="index_of_day"),
    path("pratinjau/<str:token>/", views.preview_link, name="preview_link"),
    path("cari/", search_page.page, name="search"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("penulis/<slug:slug>/", views.author, name="author"),
    path("<slug:section>/read/<int:number>/<slug:slug>/", views.article, name="article"),
    path("<slug:section>/read/<int:number>/", views.article),
    path("<slug:slug>/", views.section, name="section"),
]
