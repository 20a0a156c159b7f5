"""Reading what institutions have agreed into plain objects."""

from sanlian_sim.world.state import PostType

from .agents import Block, Contract


def read_market(model, world, agents):
    """Give sub-districts, communities and organisations their part of the market."""
    market = world.market
    for service, fen in zip(model.services, market.rate.tolist(), strict=True):
        service.rate = fen
    for sub_district in model.sub_districts:
        _read_sub_district(model, market, sub_district)
    for community in model.communities:
        community.helped = int(market.helped[community.row])
        community.embedding = float(market.embedding[community.row])
        community.wanted = dict(zip(model.services, market.wanted[community.row], strict=True))
    for organisation in model.organisations:
        organisation.due = market.due[organisation.row].tolist()
        organisation.endowment = int(market.endowment[organisation.row])
    for worker in model.workers:
        worker.sub_district = model.sub_districts[worker.sub_district]
        worker.employer = one_of(model.organisations, worker.employer)
        worker.sub_district.workers.append(worker)
    model.contracts = agents(Contract, world.contracts)
    _read_blocks(model, market)


def _read_sub_district(model, market, sub_district):
    j = sub_district.row
    sub_district.government = model.governments[1 + j]
    for name in ("goal", "bill", "full_time", "volume", "fees", "agreements", "newcomers"):
        values = getattr(market, name)[j].tolist()
        setattr(sub_district, name, dict(zip(model.services, values, strict=True)))
    for name in ("scale", "call_off", "hub", "links", "tender_fen", "diverted",
                 "worker_minutes"):  # fmt: skip
        setattr(sub_district, name, getattr(market, name)[j].item())
    sub_district.mix = dict(zip(model.instruments, market.mix[j].tolist(), strict=True))
    sub_district.site = {
        service: one_of(model.communities, market.site[j, service.row])
        for service in model.services
    }
    sub_district.posts = {
        service: {kind: market.posts[j, service.row, kind].item() for kind in PostType}
        for service in model.services
    }


def _read_blocks(model, market):
    """Blocks by instrument, sub-district and service, with the contracts of each."""
    model.blocks = []
    for instrument in model.instruments:
        for sub_district in model.sub_districts:
            for service in model.services:
                at = instrument.row, sub_district.row, service.row
                model.blocks.append(
                    Block(
                        len(model.blocks), instrument=instrument, sub_district=sub_district,
                        service=service, end=market.block_end[at].item(),
                        lots=market.block_lots[at].item(),
                        renewals=market.block_renewals[at].item(), contracts=[],
                    )
                )  # fmt: skip
    block_of = {(b.instrument, b.sub_district, b.service): b for b in model.blocks}
    for contract in model.contracts:
        contract.instrument = model.instruments[contract.instrument]
        contract.sub_district = model.sub_districts[contract.sub_district]
        contract.service = model.services[contract.service]
        contract.organisation = one_of(model.organisations, contract.organisation)
        at = contract.instrument, contract.sub_district, contract.service
        block_of[at].contracts.append(contract)


def one_of(agents, row):
    """Agent of a row, None for -1."""
    return agents[row] if row >= 0 else None
