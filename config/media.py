"""Uploaded pictures, served by the site itself where no proxy does it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe
from django.views.static import serve

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

#: Folders of the media root that hold nothing but public pictures.
PUBLIC_FOLDERS = ("images/", "original_images/", "milestones/")


@require_safe
def serve_public(request: HttpRequest, path: str) -> "HttpResponseBase":
    """Serve a public picture; anything else in the media folder is not found."""
    if not path.startswith(PUBLIC_FOLDERS):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
