"""Who there is: plain objects, each with the attributes of one row of a table of the world.

Where a table holds a row number, an object here holds the other object itself: a case its resident
and its provider, a resident the household and the ties.
"""

import struct
from collections import defaultdict

from sanlian_sim.world.state import PostType


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


class Instrument(Agent):
    """A way in which government buys hours."""


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
    """A social organisation.

    Attributes
    ----------
    offers : dict of Service to Provider
        Its teams.
    due : list
        Fen that fall due, by week modulo the length.
    endowment : int
        Fen that backers give this week.
    """

    @property
    def teams(self):
        """Teams in row order."""
        return list(self.offers.values())

    @property
    def under_contract(self):
        """Whether it has any contract in force."""
        return any(team.open for team in self.teams)


class Contract(Agent):
    """A lot of a block; ``organisation`` is None while nobody holds it."""

    def in_force(self, week):
        """Whether somebody holds it, and has to serve this week."""
        return self.organisation is not None and self.start <= week < self.end


class Block(Agent):
    """The contracts of one instrument, sub-district and service, which end together.

    Attributes
    ----------
    contracts : list of Contract
        All that there is room for, of which the first ``lots`` are in use.
    end, lots, renewals : int
    """


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
    communities, organisations, workers : lists
    government : Agent
        Its office as part of government; ``office`` is the provider of its hours.
    office, worker : Provider
    desks, casework, facilities : dicts of Service to Provider
    phi, goal, bill, full_time, volume, fees, agreements, newcomers, site : dicts by Service
        Share of capacity that is delegated; posts its work asks for; fen a week of base hours as
        posts, and their number; minutes that contracts replace; fen a week of fixed fees;
        organisations with a contract, and those in their first year; community of the facility.
    posts : dict of Service to dict of PostType
        Filled posts, in shares of base hours.
    mix : dict of Instrument to float
    """

    def organisations_offering(self, service):
        """Organisations with a contract for a service, in row order."""
        return [
            one for one in self.organisations if service in one.offers and one.offers[service].open
        ]

    @property
    def active(self):
        """Number of organisations with any contract in force."""
        return len([one for one in self.organisations if one.under_contract])

    @property
    def people(self):
        """Number of residents."""
        return sum(community.residents for community in self.communities)

    def mean(self, value):
        """Mean of a value of communities, weighted by residents."""
        total = 0.0
        for community in self.communities:
            total += value(community) * community.residents
        return total / self.people

    def filled(self, service):
        """Filled posts of government, of whatever type."""
        return self.posts[service][PostType.CIVIL] + self.posts[service][PostType.CONTRACT]


class Model:
    """All of them, the scenario and the week.

    Attributes
    ----------
    communities, sub_districts, residents, households, organisations, providers, workers,
    governments, services, instruments, contracts, blocks, severities : lists
    rules : namespace
        Parameters in force.
    ledger, cash : dicts
        Fen by (year, category, payer, payee), and by party.
    """
