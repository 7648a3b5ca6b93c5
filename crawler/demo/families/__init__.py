"""One small portal per CMS family: markup, addresses and paging as the family has them, text of our own."""

from crawler.demo.families.base import FamilySite
from crawler.demo.families.domino import Domino
from crawler.demo.families.dotnetnuke import DotNetNuke
from crawler.demo.families.drupal import Drupal
from crawler.demo.families.epi import Epi
from crawler.demo.families.joomla import Joomla
from crawler.demo.families.kentico import Kentico
from crawler.demo.families.nukeviet import NukeViet
from crawler.demo.families.sharepoint import SharePoint
from crawler.demo.families.vnportal import VnPortal
from crawler.demo.families.wordpress import WordPress

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
