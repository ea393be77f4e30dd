"""The site's addresses: the desk, the health check, local media, then the newsroom's own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from articles.admin import desk_page

from . import serving, site_files

handler404 = "articles.views.page_not_found"
handler500 = "articles.views.server_error"

urlpatterns = [
    path("admin/", desk_page.front),  # over the admin's own index
    path("admin/", admin.site.urls),
    path("health/", serving.health, name="health"),
    path("robots.txt", site_files.robots),
    path("ads.txt", site_files.ads),
    path(".well-known/security.txt", site_files.security),
    path("<slug:key>.txt", site_files.indexnow_key, name="indexnow_key"),
]
if settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(re_path(rf"^{settings.MEDIA_URL.lstrip('/')}(?P<path>.+)$", serving.media, name="media"))
urlpatterns.append(path("", include("articles.urls")))
