"""What the process serves besides the newsroom: its health, and renditions where no web server stands in front."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

YEAR = 365 * 24 * 60 * 60


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
    """Serve a rendition; its name changes with its pixels, so that it may be kept for a year."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
