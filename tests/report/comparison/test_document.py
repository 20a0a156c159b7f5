"""The page about a comparison: complete, escaped, the same whenever it is made."""

import re

import pytest

from sanlian_sim.experiments.comparison.provenance import provenance_of
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs import execute
from sanlian_sim.experiments.uncertainty.drawn import COLUMNS
from sanlian_sim.report.comparison import told
from sanlian_sim.report.comparison.comparison import Comparison
from sanlian_sim.report.comparison.document import SECTIONS, comparison_html, study_html
from sanlian_sim.scenario.schema import Experiment

LARGEST = 3_000_000


@pytest.fixture(scope="module")
def written(study, tmp_path_factory):
    path = tmp_path_factory.mktemp("written") / "results"
    Comparison(study).write(path)
    return path


@pytest.fixture
def without_figures(monkeypatch):
    monkeypatch.setattr(told, "drawable", lambda study: ())


def html_of(study, lang="en", drawn=None):
    return study_html(study, provenance_of(study), drawn, lang)


def test_the_page_is_the_same_when_it_is_made_later(written):
    html = (written / "report.html").read_text(encoding="utf-8")
    assert comparison_html(written) == html
    assert len(html) < LARGEST


def test_it_holds_every_section_and_figure(written, read):
    page = read((written / "report.html").read_text(encoding="utf-8"))
    links = [one["href"] for tag, one, _ in page.elements if tag == "a"]
    assert len([link for link in dict.fromkeys(links) if link != "#content"]) == len(SECTIONS)
    images = [one["alt"] for tag, one, _ in page.elements if tag == "img"]
    assert len(images) == 9
    assert len(set(images)) == 9
    named = ("linked", "status_quo")
    assert all(any(name in alt for name in named) for alt in images[:-1])


def test_it_says_what_the_tables_say(study, written, read):
    text = read((written / "report.html").read_text(encoding="utf-8")).text
    for sentence in Comparison(study).sentences + Comparison(study).notes:
        assert sentence in text
    assert "sanlian compare experiment.toml --replicates 3 -o DIR" in text
    assert provenance_of(study)["experiment"]["sha256"] in text


# Names may not hold angle brackets or double quotes; titles may.
NAMES = ("isn't &lt;b&gt;", "联动三社", "مرجع", "n" * 60, *"0123456")


@pytest.fixture(scope="module")
def hostile():
    scenarios = {name: {"arrangement": "linked"} for name in NAMES}
    experiment = Experiment(
        title="\"'><script>alert('2')</script> 社区 اختبار",
        community={"population": 100}, horizon={"weeks": 4, "warmup": 2},
        scenarios={"a&b": {"arrangement": "government_led"}, **scenarios},
        design={"baseline": "a&b", "closure": "as_is", "replicates": 1},
    )  # fmt: skip
    return conduct(experiment)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_names_of_any_kind_are_text(hostile, read, lang, without_figures):
    html = html_of(hostile, lang)
    page = read(html)
    assert "<script" not in html
    for name in (hostile.experiment.title, *hostile.experiment.scenarios):
        assert name in page.text


def test_twelve_scenarios_can_be_sent(hostile, read):
    html = html_of(hostile)
    read(html)
    assert len(hostile.experiment.scenarios) == 12
    assert len(html) < LARGEST


def test_failed_runs_are_told(experiment, monkeypatch, read, without_figures):
    run = execute.run

    def failing(scenario, **options):
        if scenario.name == "linked":
            raise ValueError("<b>too large</b>")
        return run(scenario, **options)

    monkeypatch.setattr(execute, "run", failing)
    text = read(html_of(conduct(experiment, replicates=1))).text
    assert "1 run failed: ValueError: <b>too large</b>" in text
    assert "One replicate" in text


def test_what_differs_from_the_baseline_is_marked(study, read, without_figures):
    html = html_of(study)
    row = re.search(r'<tr>\n<th scope="row">(<bdi>)?Arrangement.*?</tr>', html, re.DOTALL).group()
    cells = re.findall(r"<td.*?</td>", row)
    assert [("differs" in cell) for cell in cells] == [False, True, False, True]


def test_who_employs_workers_is_said_in_the_language_of_the_page(study, without_figures):
    row = re.search(r"worker_employer.*?</tr>", html_of(study, "zh"), re.DOTALL).group()
    assert set(re.findall(r"<bdi>(.*?)</bdi>", row)) == {"无", "社会组织"}


def test_draws_are_told(study, read, without_figures):
    frame = study.comparison[study.comparison["outcome"] == "wellbys"].head(1)
    row = {name: frame.iloc[0].get(name, 0.5) for name in COLUMNS} | {"draws": 6, "replicates": 2}
    text = read(html_of(study, drawn=frame.assign(**row)[list(COLUMNS)])).text
    assert "6 draws of the parameters" in text


def test_tables_give_the_intervals_of_what_figures_show(study, read, without_figures):
    text = read(html_of(study)).text
    difference = r"[+-]?[\d.,]+ \([+-]?[\d.,]+ to [+-]?[\d.,]+\)"
    for caption in ("Net benefit against status_quo", "Net gain by group", "Mean wait in weeks;"):
        table = text.partition(caption)[2][:1500]
        assert re.search(difference, table), caption
    assert "12 weeks at most" in text


def test_few_draws_are_said_to_be_few(study, read, without_figures):
    frame = study.comparison[study.comparison["outcome"] == "wellbys"].head(1)
    row = {name: frame.iloc[0].get(name, 0.5) for name in COLUMNS} | {"replicates": 2}
    for draws, said in ((6, True), (100, False)):
        drawn = frame.assign(**{**row, "draws": draws})[list(COLUMNS)]
        text = read(html_of(study, drawn=drawn)).text
        assert ("little more than the lowest and the highest" in text) == said
