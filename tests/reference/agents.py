"""Who there is: plain objects, each with the attributes of one row of a table of the world.

Where a table holds a row number, an object here holds the other object itself: a case its resident
and its provider, a resident the household and the ties.
"""

import struct
from collections import defaultdict


def single(x):
    """Round to four bytes, as the columns of slowly used shares are stored."""
    return struct.unpack("f", struct.pack("f", x))[0]


class Agent:
    """Anything that has a row in a table; attributes are named like its columns."""

    def __init__(self, row, **columns):
        self.row = row
        vars(self).update(columns)

    def __repr__(self):
        return f"{type(self).__name__} {self.row}"


class Service(Agent):
    """A kind of need and what is offered for it; see ``rules.py`` for its numbers."""


class Resident(Agent):
    """A person.

    Attributes
    ----------
    ties : list of Resident
        Acquaintances outside the household.
    calendar, onsets : dict by Service
        Week and number of the next candidate onset.
    open_services : set of Service
        Services of which the resident has an open case.
    """


class Household(Agent):
    """People who live together: ``members``."""


class Case(Agent):
    """The unit of demand: one resident's open need of one service."""

    @property
    def community(self):
        return self.resident.community


class Provider(Agent):
    """Whoever holds hours, in minutes of this week; ``pool`` shares them out."""


class Organisation(Agent):
    """A social organisation; ``offers`` maps services to the provider of their hours."""


class Community(Agent):
    """A community with its committee.

    Attributes
    ----------
    people, cases, events, ended : lists
        Residents, open cases, and what happened to them this week.
    committee : Provider
    own_services : dict of Service to Provider
        What the committee serves itself.
    team : dict of Side to Provider
        Volunteers.
    manager : Agent
        Property manager.
    tally, service_tally : dicts
        This week's series, and the series of each service.
    """

    def clear_tally(self):
        """Start the week's series at 0."""
        self.tally = defaultdict(float)
        self.service_tally = defaultdict(lambda: defaultdict(float))


class SubDistrict(Agent):
    """A sub-district.

    Attributes
    ----------
    communities, organisations : lists
    office, worker : Provider
    desks, casework : dicts of Service to Provider
    phi : dict of Service to float
        Share of capacity that is delegated.
    """

    def organisations_offering(self, service):
        """Organisations of the sub-district that offer a service, in row order."""
        return [one for one in self.organisations if service in one.offers]


class Model:
    """All of them, the scenario and the week.

    Attributes
    ----------
    communities, sub_districts, residents, households, organisations, providers, workers,
    governments, services, severities : lists
    rules : namespace
        Parameters in force.
    ledger, cash : dicts
        Fen by (year, category, payer, payee), and by party.
    """
