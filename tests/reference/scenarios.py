"""Experiments under which the two are compared."""

from .strain import (
    DEAR,
    ERRANDS,
    LATE,
    MARKET,
    MECHANISMS,
    MIX,
    STRAIN,
    arrangement,
    experiment,
)  # fmt: skip

ROLLOUT = {"start": 2, "duration": 9, "ramp_weeks": 6}
AT_ONCE = {"duration": 4, "ramp_weeks": 8}

WITHOUT_VISITS = {"decline": 0, "services": {"medical": {"onset_factor": 0}}}

EXPERIMENTS = {
    "market": experiment(
        arrangement("embedded", delegation=0.4, instruments=MIX),
        arrangement("linked", delegation=0.8, instruments=MIX, rollout=AT_ONCE),
        people=300, communities=3, weeks=40, warmup=12, parameters=MARKET,
    ),
    "churn": experiment(
        arrangement("linked", delegation=0.7, instruments=MIX),
        arrangement("endogenous", delegation=0.5, instruments={"voucher": 0.5, "purchase": 0.5}),
        people=240, communities=2, weeks=30, warmup=10,
        parameters={**MARKET, "tender_noise": 3, "hire_weeks": 0, "post_hire_weeks": 0},
    ),
    "late": experiment(
        arrangement("linked", delegation=0.6), arrangement("linked", delegation=0.9),
        communities=2, weeks=20, warmup=12, parameters={**MARKET, **LATE},
    ),
    "dear": experiment(
        arrangement("embedded", delegation=0.6),
        arrangement("embedded", delegation=0.8, parameters={"price_ceiling": 0.1}),
        communities=2, weeks=24, warmup=8, parameters={**MARKET, **DEAR, "overhead": 0.2},
    ),
    "too_dear": experiment(
        arrangement("linked", delegation=0.6),
        arrangement("linked", delegation=0.6, parameters={"price_ceiling": 0}),
        communities=2, weeks=20, warmup=8,
        parameters={**MARKET, **DEAR, "price_ceiling": 10},
    ),
    "withdrawn": experiment(
        arrangement("linked", delegation=0.8, instruments=MIX), arrangement("government_led"),
        communities=2, weeks=30, warmup=8,
        parameters={**MARKET, "notice_weeks": 50, "working_capital_weeks": 0, "exit_weeks": 3},
    ),
    "pressed": experiment(
        arrangement("government_led"), arrangement("embedded", delegation=0.9),
        communities=2, weeks=30, warmup=4,
        parameters={**MARKET, "substitution": 10, "substitution_bar": 0.2, "approval_weeks": 6,
                    "civil_servants_per_10000": 40, "escalation_per_week": 0.1},
    ),
    "granted": experiment(
        arrangement("endogenous", delegation=0.6, instruments={"venture": 1}),
        arrangement("endogenous", delegation=0.6, instruments={"venture": 0.6, "purchase": 0.4}),
        people=300, communities=2, weeks=40, warmup=10,
        parameters={**MARKET, "venture_spread": 1, "small_hours": 20},
    ),
    "market_of_two": experiment(
        arrangement("government_led"),
        arrangement("linked", instruments=MIX, rollout=ROLLOUT),
        people=700, communities=14, weeks=20, warmup=3, parameters=MARKET,
    ),
    "market_as_shipped": experiment(
        arrangement("government_led"),
        arrangement("linked", instruments={"purchase": 0.5, "venture": 0.2, "outsourcing": 0.3}),
        people=800, communities=2, weeks=80, warmup=10, parameters={},
    ),
    "market_without_mechanisms": experiment(
        arrangement("embedded", delegation=0.4, instruments=MIX),
        arrangement("linked", delegation=0.8, instruments=MIX),
        weeks=24, parameters=MARKET, mechanisms=dict.fromkeys(MECHANISMS, False),
    ),
    "government_led": experiment(arrangement("government_led"), arrangement("government_led")),
    "delegated": experiment(
        arrangement("government_led"), arrangement("government_led", delegation=0.8),
        communities=2,
    ),
    "embedded": experiment(
        arrangement("government_led"), arrangement("embedded", delegation=0.5), communities=2,
    ),
    "endogenous": experiment(
        arrangement("government_led"), arrangement("endogenous", delegation=0.6), communities=2,
    ),
    "linked": experiment(
        arrangement("linked", delegation=0.7), arrangement("linked", delegation=0.7),
        people=240, communities=3,
    ),
    "switched": experiment(
        arrangement("embedded", delegation=0.3),
        arrangement("linked", delegation=0.6, rollout=AT_ONCE),
        people=300, communities=3, weeks=40, warmup=12,
    ),
    "dissolved": experiment(
        arrangement("linked", delegation=0.6), arrangement("endogenous", rollout=ROLLOUT),
        communities=2, weeks=20, warmup=16,
    ),
    "watching": experiment(
        arrangement("government_led"),
        arrangement("linked", rollout={"start": 3, "ramp_weeks": 5, "order": "watching"}),
        people=300, communities=6, weeks=24, warmup=4,
        parameters={**STRAIN, "innovation": 2, "imitation": 10},
    ),
    "in_need": experiment(
        arrangement("embedded"), arrangement("linked", rollout={**ROLLOUT, "order": "need"}),
        communities=4, weeks=12, warmup=4,
    ),
    "ready": experiment(
        arrangement("embedded"), arrangement("linked", rollout={**ROLLOUT, "order": "readiness"}),
        communities=4, weeks=12, warmup=4,
    ),
    "aged": experiment(
        arrangement("embedded"), arrangement("linked", rollout=ROLLOUT),
        people=150, weeks=110, warmup=2,
        parameters={**STRAIN, "ageing_points_per_year": 15},
    ),
    "no_service": experiment(
        arrangement("embedded", delegation=0.3), arrangement("no_service"), communities=2,
    ),
    "no_mechanism": experiment(
        arrangement("embedded"), arrangement("linked"),
        mechanisms=dict.fromkeys(MECHANISMS, False),
    ),
    "no_warmup": experiment(
        arrangement("embedded", delegation=0.3), arrangement("linked", parameters=WITHOUT_VISITS),
        warmup=0,
    ),
    "own_service": experiment(
        arrangement("embedded"), arrangement("linked", rollout=ROLLOUT),
        parameters={**STRAIN, "services": {"errands": ERRANDS}},
    ),
    "two_sub_districts": experiment(
        arrangement("embedded"), arrangement("linked", rollout=ROLLOUT),
        people=700, communities=14, weeks=13, warmup=3,
    ),
    "affordable": experiment(
        arrangement("government_led", levers={"formal_supply": 1.1}),
        arrangement("linked", levers={"workers_per_10000": 4}, rollout=ROLLOUT),
        people=150, communities=2,
        parameters={**STRAIN, "oncost_social": 0.9, "redeployment": 20, "contract_attrition": 5},
    ),
    "as_shipped": experiment(
        arrangement("government_led"), arrangement("linked", rollout=ROLLOUT),
        people=800, communities=2, weeks=36, warmup=10, parameters={},
    ),
}  # fmt: skip
