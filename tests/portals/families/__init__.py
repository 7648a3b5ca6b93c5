"""One small portal per CMS family: markup, addresses and paging as the family has them, text of our own."""

from tests.portals.families.base import FamilySite
from tests.portals.families.domino import Domino
from tests.portals.families.dotnetnuke import DotNetNuke
from tests.portals.families.drupal import Drupal
from tests.portals.families.epi import Epi
from tests.portals.families.joomla import Joomla
from tests.portals.families.kentico import Kentico
from tests.portals.families.nukeviet import NukeViet
from tests.portals.families.sharepoint import SharePoint
from tests.portals.families.vnportal import VnPortal
from tests.portals.families.wordpress import WordPress

# By portal id, in the order of their loopback addresses.
FAMILY_SITES: dict[str, type[FamilySite]] = {
    f"demo-{site.family}": site
    for site in (
        VnPortal,
        SharePoint,
        NukeViet,
        WordPress,
        DotNetNuke,
        Kentico,
        Drupal,
        Joomla,
        Epi,
        Domino,
    )
}

__all__ = ["FAMILY_SITES", "FamilySite"]
