"""Words of the page."""

INTRODUCTION = (
    "The model is not fitted to data. Its central values were derived one by one (see `model.md`"
    " and `sanlian list parameters`), and before it was built their joint result was worked out"
    " by arithmetic and by a small simulation of independent queues, without families, ties,"
    " routes and repeat cases. This page sets what the model gives beside that, beside patterns"
    " of the literature, and beside a world in which nothing tells the sides apart. It is written"
    " by `make science`, which runs the tests of `tests/science` first; the same seeds give the"
    " same page. Figures are a mean and half of its 95 % interval (Student's t) over {replicates}"
    " replicates of the status quo, each with a new population, and {checks} of checks and"
    " patterns."
)
RECKONED = (
    "One community of 7,640 residents under `government_led`, 104 weeks of warm-up and 260 counted"
    " weeks. Stocks are read at the end of the week. Long spells (home care lasts 140 weeks on"
    " average) move slowly, so the last counted year stands beside the whole horizon. It comes"
    " from weekly series, which hold less than the cases and providers behind the whole horizon:"
    " waits of the whole horizon are Kaplan–Meier means up to 52 weeks, so that a case never"
    " served counts for as long as it was seen waiting, those of the last year are of cases first"
    " served in it; utilisation of the whole horizon is of paid providers, that of the last year"
    " counts volunteers' hours too. By the reckoning of the last year the whole horizon gives:"
)
DRIFTS = (
    "Stocks and waits of the last year that differ from the whole horizon by more than chance, of"
    " 28, where one or two are to be expected: {figures}."
)
CHECKED = (
    "Where figures differ from what was expected, a mechanism that the expectation left out was"
    " set to a neutral value in the same replicates. If the difference is its doing, the changed"
    " figure meets the expected one. Misrouted hand-overs lengthen waits for medical help,"
    " volunteers' relief shortens those for life care, employment and mediation, and residents"
    " who leave the queue lower utilisation; ties that were helped bring latent cases to notice;"
    " a carer may be limited too, which staffing counts; patience delays grievance; growth of"
    " untreated severity and disputes in the environment raise what services are worth. Some"
    " twenty-four clients of nursing are too few to even out their number: in a larger place"
    " waits are shorter. Most medical cases, and many others of few hours, are finished within a"
    " week, and stocks are read after its closures: with those closed in the week they stand in"
    " the table above. Nursing is simulated once more as a queue by itself, written without the"
    " model's code, with the cases and hours that it has in the model."
)
PATTERNS = (
    "At central values, but for what the first column says. Waits are skewed to the right and"
    " convex in utilisation (Kingman 1961). A facility's rent and staff are paid whether it is"
    " used or not, so that its unit cost falls with use (S67, S107). When government pays later"
    " than it used to, organisations close months afterwards, many within a few weeks of each"
    " other (S41, S109): later than the three to nine months of experience, since at central"
    " values backers give them money for 26 weeks of wages. Adoption among communities that watch"
    " each other is slow, then fast, then slow; without imitation it only slows down (S111)."
)
NULL = (
    "With prices, quality, overhead, routes, trust, staff's turnover and everything else that tells"
    " the sides apart neutralised (`tests/science/null.py`), a place of 3,000 residents in which"
    " government has always served everybody and one in which organisations have must be alike."
    " They would not be between the two, where pools are split."
)
MECHANISMS = (
    "Each mechanism has a test in a limiting world built for it, in which its effect must show, and"
    " one in which it is switched off and its effect is gone. The limits are stated in the tests;"
    " none is a shipped preset, and no test asserts what delegation is worth."
)
SHOWN = (
    "The parts fit together: stocks, flows, waits and money of the status quo agree with figures"
    " derived independently, or differ in the way that a check shows. About three yuan of cost and"
    " some cases of life care in service are not explained, nor all of what services are worth."
    " Nothing is said about Shahekou: prices, take-up and ties were never observed there, and most"
    " weights of wellbeing, cohesion and environment are assumptions with wide ranges. Agreement"
    " of the compiled model with an independent slow version is tested in `tests/reference/`; the"
    " exact queueing chain in `tests/science/`, and there too that scenarios with shared luck"
    " differ five times less than independent ones."
)
