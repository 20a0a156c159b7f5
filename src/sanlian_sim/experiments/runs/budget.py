"""Equal budget: whether a scenario's levers can be paid for by the hours they replace."""

from sanlian_sim.dynamics.funding import base_wage_bill, yearly_cost
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.problems import ExperimentError, Problem, joined
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.build import build_world


def check_budgets(experiment: Experiment) -> None:
    """Make sure that every scenario can pay its levers out of the baseline's wage bill.

    Raises
    ------
    ExperimentError
        If workers, platform and mobilisers cost more than all hours they would be paid with; also
        if the user's own tables hold problems. Under other closures nothing is looked at.
    """
    design = experiment.design
    if design.closure != "equal_budget":
        return
    baseline = experiment.scenario(design.baseline)
    world = build_world(baseline, replicate_seed(design.seed, 0), world_seed=design.world_seed)
    available = base_wage_bill(world)
    before = yearly_cost(world, baseline.policy).sum()
    problems = []
    for name, scenario in experiment.scenarios.items():
        added = yearly_cost(world, scenario.policy).sum() - before
        if experiment.closure(name) == "equal_budget" and added > available:
            rule = (
                f"workers, platform and mobilisers cost {added:,.0f} yuan a year more than the"
                f" baseline's; all hours that could pay for them cost {available:,.0f}"
            )
            remedy = "lower them, or use closure 'as_is'"
            problems.append(Problem(joined("scenarios", name, "levers"), None, rule, remedy))
    if problems:
        raise ExperimentError(problems)
