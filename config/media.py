"""Uploaded pictures, served by the site itself where no proxy does it."""

import posixpath
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe
from django.views.static import serve

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

#: Folders of the media root that hold nothing but public pictures.
PUBLIC_FOLDERS = ("images/", "milestones/", "meetings/")
#: Pictures as they were uploaded to the CMS: for those who work there.
EDITORS_FOLDER = "original_images/"


@require_safe
def serve_public(request: HttpRequest, path: str) -> "HttpResponseBase":
    """Serve a public picture; anything else in the media folder is not found.

    A path that walks (``images/../documents/``) is no address of ours.
    """
    if path != posixpath.normpath(path) or "\\" in path:
        raise Http404
    is_public = path.startswith(PUBLIC_FOLDERS)
    if not is_public and not _is_for_editor(request, path):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = (
        "public, max-age=86400" if is_public else "private, no-store"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_for_editor(request: HttpRequest, path: str) -> bool:
    return path.startswith(EDITORS_FOLDER) and request.user.has_perm(
        "wagtailadmin.access_admin"
    )
