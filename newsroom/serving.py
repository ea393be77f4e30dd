"""What the process serves besides the newsroom: its health, and renditions where no web server stands in front."""

import mimetypes

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles import rendition_work
from articles.rendition_work import Missing

from . import bucket

PLACEHOLDER = "images/no-photo.svg"


@require_safe
def health(request):
    """Answer 200 while the database answers, else 503; for load balancers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"}, headers={"Cache-Control": "no-store"})


@require_safe
def media(request, path) -> HttpResponse:
    """Serve a rendition; its name changes with its pixels, so that it may be kept for a year.

    One that is missing is made, if a photo has it; the placeholder stands in where its original is broken. Where files lie in a
    bucket, this is what the bucket or the CDN before it asks for those that it has not (docs/configuration.md).
    """
    try:
        response = stored(request, path)
    except Http404:
        match rendition_work.make_missing(path):
            case Missing.MADE:
                response = stored(request, path)
            case Missing.BROKEN:
                return HttpResponseRedirect(static(PLACEHOLDER), headers={"Cache-Control": "no-store"})
            case _:
                raise
    response["Cache-Control"] = bucket.KEPT
    return response


def stored(request, path):
    """The file as it lies in the folder or the bucket; raises Http404."""
    if not settings.STORAGE_BUCKET_URL:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    # The bucket is asked only for what can be a rendition, else every name that somebody thinks of would be a request to it.
    if not rendition_work.NAME.fullmatch(path):
        raise Http404
    try:
        return FileResponse(default_storage.open(path), content_type=mimetypes.guess_type(path)[0])
    except OSError as error:
        raise Http404 from error
