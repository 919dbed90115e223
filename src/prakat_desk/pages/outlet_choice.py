"""visit -> where the office's requests live, with the person's own token where that is a forge"""

from prakat.forge.choice import person_choice
from prakat_desk.pages.forge_sign_in import token_of_viewer
from prakat_desk.sending.bare_outlet import outlet_of
from prakat_desk.sending.forge_outlet import ForgeOutlet
from prakat_desk.sending.outlet import Outlet
from prakat_desk.visit import Visit


def outlet_for(visit: Visit) -> Outlet:
    """Raises CannotWork where the forge no longer takes the person's token."""
    desk = visit.desk
    if desk.forge is None:
        return outlet_of(desk, visit.language)
    choice = person_choice(desk.forge.url, desk.forge.kind, token_of_viewer(visit))
    return ForgeOutlet(desk.repository, choice)
