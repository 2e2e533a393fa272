"""Registers the map's room in the CMS."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from maps.models import AreaSuccession
from maps.viewsets import (
    AreaChooserViewSet,
    ConfirmOnly,
    MapsViewSetGroup,
    area_chooser,
)

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

register_permission_policy(AreaSuccession, ConfirmOnly(AreaSuccession))


@hooks.register("register_log_actions")
def register_maps_actions(actions: "LogActionRegistry") -> None:
    """Name what the services of this room put on record."""
    for action, label, message in (
        ("maps.load_areas", _("Load areas"), _("Areas were loaded")),
        (
            "maps.confirm_succession",
            _("Confirm a change of borders"),
            _("A change of borders was confirmed"),
        ),
        ("maps.begin_version", _("Change an area"), _("An area got a new version")),
        ("maps.load_population", _("Load population"), _("Population was loaded")),
        ("maps.load_returns", _("Load returns"), _("Returns of a round were loaded")),
        (
            "maps.forget_counts",
            _("Remove raw counts"),
            _("Raw counts were removed: their time was over"),
        ),
        ("maps.read_raw_counts", _("Read raw counts"), _("Raw counts were read")),
        ("maps.upload_import", _("Upload file"), _("A file was uploaded")),
        ("maps.cancel_import", _("Cancel import"), _("An import was cancelled")),
        ("maps.commit_import", _("Store import"), _("An uploaded file was stored")),
        ("maps.expire_import", _("Let import expire"), _("An import has expired")),
        ("maps.publish_release", _("Publish release"), _("A release was published")),
        (
            "maps.prepare_release",
            _("Prepare release"),
            _("Thresholds were worked out"),
        ),
        ("maps.propose_release", _("Propose release"), _("A release was proposed")),
        (
            "maps.take_back_proposal",
            _("Take back proposal"),
            _("A proposed release was taken back"),
        ),
        ("maps.approve_release", _("Approve release"), _("A release was approved")),
        ("maps.refuse_release", _("Refuse release"), _("A release was refused")),
        (
            "maps.outdated_proposal",
            _("Find proposal outdated"),
            _("The counts had changed since the release was proposed"),
        ),
        (
            "maps.publish_proposal",
            _("Publish proposal"),
            _("What was proposed was published"),
        ),
        (
            "maps.ask_to_withdraw",
            _("Ask to withdraw release"),
            _("A withdrawal was asked for"),
        ),
        ("maps.withdraw_release", _("Withdraw release"), _("A release was withdrawn")),
        (
            "maps.decline_withdrawal",
            _("Decline withdrawal"),
            _("A withdrawal was declined"),
        ),
    ):
        actions.register_action(action, label, message)


@hooks.register("register_admin_viewset")
def register_maps_viewsets() -> MapsViewSetGroup:
    """Areas, population and reporting rounds in the CMS's menu."""
    return MapsViewSetGroup()


@hooks.register("register_admin_viewset")
def register_area_chooser() -> AreaChooserViewSet:
    """Search for an area wherever a form asks for one."""
    return area_chooser
