"""What the process serves besides the newsroom: its health, and renditions where no web server stands in front."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles import rendition_work
from articles.rendition_work import Missing

YEAR = 365 * 24 * 60 * 60
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

    One that is missing is made, if a photo has it; the placeholder stands in where its original is broken.
    """
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except Http404:
        match rendition_work.make_missing(path):
            case Missing.MADE:
                response = serve(request, path, document_root=settings.MEDIA_ROOT)
            case Missing.BROKEN:
                return HttpResponseRedirect(static(PLACEHOLDER), headers={"Cache-Control": "no-store"})
            case _:
                raise
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
