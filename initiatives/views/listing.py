"""The public list of initiatives."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import lifecycle
from initiatives.forms.work import FilterForm
from initiatives.queries.initiatives import (
    as_cards,
    communities_with_initiatives,
    filtered,
    initiatives_seen_by,
    own_communities,
    public_initiatives,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 24


@require_safe
def index(request: "HttpRequest") -> "HttpResponse":
    """Show public initiatives by state, narrowed as asked; a committee sees its drafts."""
    communities = list(communities_with_initiatives())
    form = FilterForm(request.GET, communities=communities)
    form.is_valid()
    criteria = form.cleaned_data
    found = as_cards(filtered(public_initiatives(), criteria))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    mine = own_communities(request.user)
    drafts = (
        initiatives_seen_by(request.user)
        .filter(community__in=mine, state__in=lifecycle.PRIVATE)
        .select_related("community")
        if mine
        else []
    )
    return render(
        request,
        "initiatives/list.html",
        {
            "filters": form,
            "is_filtered": any(criteria.values()),
            "page_obj": page,
            "drafts": drafts,
            "may_propose": bool(mine),
        },
    )
