"""Figures show the numbers they are about, say what they rest on and leave no trace."""

import io
import pickle
import re
import warnings

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from sanlian_sim.experiments.comparison.cost_effectiveness import acceptability, read_draws
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.report import figures
from sanlian_sim.report.comparison.cost_parts import paid
from sanlian_sim.report.comparison.plot_plane import _efficient
from sanlian_sim.report.comparison.plots import FIGURES, draw, drawable
from sanlian_sim.report.comparison.plotted import (
    differences,
    levels,
    weekly_difference,
    weekly_level,
)
from sanlian_sim.report.comparison.weekly import fiscal_cost_so_far, unmet_hours
from sanlian_sim.report.fonts import chinese_family
from sanlian_sim.report.style import drawn_names

COST = "fiscal_cost_discounted"


has_chinese = pytest.mark.skipif(
    chinese_family() is None, reason="no font with Chinese characters is installed"
)


@pytest.fixture(params=FIGURES)
def figure(request, study):
    return draw(study, request.param)


def overlaps(figure):
    """Pairs of titles, notes and legends that lie over each other or over axes."""
    with figures.styled():
        figure.draw_without_rendering()
        own = [text.get_window_extent() for text in figure.texts]
        keys = [legend.get_window_extent() for legend in figure.legends]
        panels = [axes.get_tightbbox() for axes in figure.axes]
    boxes = [*own, *keys, *panels]
    outer = figure.bbox.padded(1)
    assert all(outer.x0 <= box.x0 and box.x1 <= outer.x1 for box in boxes)
    assert all(outer.y0 <= box.y0 and box.y1 <= outer.y1 for box in boxes)
    apart = [*own, *keys]
    return [
        (one, other)
        for n, one in enumerate(apart)
        for other in [*apart[n + 1 :], *panels]
        if one.shrunk(0.98, 0.98).overlaps(other)
    ]


def margins(figure, dots):
    """Paper left free at the four sides of a saved figure, inches."""
    file = io.BytesIO()
    figure.savefig(file, dpi=dots)
    with Image.open(file) as picture:
        inked = np.asarray(picture.convert("L")) < 250
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    high, wide = inked.shape
    free = (columns[0], wide - 1 - columns[-1], rows[0], high - 1 - rows[-1])
    return np.array(free) / dots


def texts(figure):
    figure.draw_without_rendering()
    found = (text.get_text() for text in figure.findobj(matplotlib.text.Text))
    return " ".join(" ".join(found).split())


def test_every_figure_names_place_closure_and_replicates(figure):
    found = texts(figure)
    assert "A tiny place" in found
    assert "12 weeks, transition included; neither budget nor service held equal" in found
    assert "3 replicates." in found


@pytest.mark.parametrize("setting", ["default", "force_autohint"])
def test_every_figure_keeps_its_margins_at_any_number_of_dots(figure, setting):
    """The user's own settings of text do not make letters wider than the layout allowed."""
    with matplotlib.rc_context({"text.hinting": setting}):
        few, many = margins(figure, 60), margins(figure, 240)
    assert min(few.min(), many.min()) > 0.06
    # Edges of letters are blurred over a dot or two.
    np.testing.assert_allclose(few, many, atol=2.5 / 60)


def test_a_figure_is_saved_with_the_same_bytes_and_survives_pickling(figure):
    def saved(one):
        file = io.BytesIO()
        one.savefig(file, format="svg", metadata={"Date": None})
        return file.getvalue()

    assert saved(figure) == saved(figure) == saved(pickle.loads(pickle.dumps(figure)))


def test_every_figure_can_be_laid_out(figure):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.draw_without_rendering()
    for axes in figure.axes:
        box = axes.get_window_extent()
        assert min(box.width, box.height) > 50


def test_every_figure_labels_its_axes_and_scenarios(figure):
    assert all(axes.get_xlabel() for axes in figure.axes)
    assert "linked" in texts(figure)


@has_chinese
@pytest.mark.parametrize("kind", FIGURES)
def test_every_figure_is_drawn_in_chinese_with_a_glyph_for_every_character(study, kind):
    figure = draw(study, kind, "zh")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Matplotlib warns of glyphs that are missing
        found = texts(figure)
    assert re.search("计12周，含转换过程；预算与服务均不固定", found)
    assert "3次重复。" in found
    assert all(re.search("[\u4e00-\u9fff]", axes.get_xlabel()) for axes in figure.axes)


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=has_chinese)])
@pytest.mark.parametrize("kind", FIGURES)
def test_nothing_is_clipped_and_nothing_overlaps(study, kind, lang):
    assert overlaps(draw(study, kind, lang)) == []


DRAWERS = (
    figures.draw_plane, figures.draw_waits, figures.draw_wellbeing, figures.draw_cost,
    figures.draw_payers, figures.draw_budget, figures.draw_acceptability, figures.draw_equity,
    figures.draw_differences, figures.draw_levels,
)  # fmt: skip


@pytest.mark.parametrize("drawer", DRAWERS, ids=lambda one: one.__name__)
def test_every_figure_can_be_drawn_on_axes_of_the_users_own(study, drawer):
    one, other = Figure().subplots(1, 2)
    drawer(other, study)
    assert not one.has_data()
    assert other.has_data()
    assert other.get_xlabel()
    assert set(other.get_legend_handles_labels()[1])
    assert other.get_legend() is None


@pytest.mark.parametrize("image", ["pdf", "svg", "png"])
def test_figures_can_be_saved_as_users_do(study, tmp_path, image):
    draw(study, "frontier").savefig(tmp_path / f"x.{image}")
    assert (tmp_path / f"x.{image}").stat().st_size > 1000


@pytest.mark.parametrize("view", ["fiscal", "societal"])
def test_what_all_payers_bear_is_the_cost(study, view):
    for result in study.of("linked"):
        assert paid(result)[view].sum() == pytest.approx(result.value(f"{view}_cost"))
        assert (paid(result)["fiscal"] > 0).tolist()[3:] == [False, False, False]


def test_weekly_levels_differ_by_the_weekly_difference(study):
    linked, baseline = (
        weekly_level(study, name, unmet_hours, 4) for name in ("linked", "status_quo")
    )
    difference = weekly_difference(study, "linked", unmet_hours, 4)
    assert linked.mean - baseline.mean == pytest.approx(difference.mean)


def test_years_count_from_one_as_in_the_report(study):
    (axes,) = draw(study, "budget").axes
    middles = [bar.get_x() + bar.get_width() / 2 for bar in axes.patches]
    assert {round(middle) for middle in middles} == {1}


def test_waits_are_drawn_up_to_the_longest_there_can_be(study):
    (axes,) = draw(study, "waits").axes
    assert axes.get_xlim()[0] == 0
    assert axes.get_xlim()[1] <= 52


@pytest.mark.parametrize("places", [{"": (0.0, 0.0)}, {"": (0.0, 0.0), "linked": (1.0, 1.0)}])
def test_the_key_names_the_frontier_where_there_is_a_line(study, monkeypatch, places):
    module = "sanlian_sim.report.comparison.plot_plane._efficient"
    monkeypatch.setattr(module, lambda _: places)
    (axes,) = draw(study, "frontier").axes
    named = "efficient frontier" in axes.get_legend_handles_labels()[1]
    assert named == (len(places) > 1)


def test_drawing_changes_no_settings_of_the_user(study):
    before = dict(matplotlib.rcParams)
    for kind in FIGURES:
        draw(study, kind)
    assert dict(matplotlib.rcParams) == before


def test_an_unknown_figure_is_refused_with_the_nearest_name(study):
    with pytest.raises(ValueError, match="no figure 'frontir'; did you mean 'frontier'"):
        draw(study, "frontir")


def test_the_plane_stands_at_the_mean_differences(study):
    axes = draw(study, "frontier").axes[0]
    drawn = {c.get_label(): c[0].get_xydata()[0] for c in axes.containers}
    assert set(drawn) == {"linked", "same"}
    expected = [differences(study, "linked", name).mean() for name in ("wellbys", COST)]
    assert drawn["linked"] == pytest.approx(expected)
    assert drawn["same"] == pytest.approx([0.0, 0.0])


def test_the_frontier_joins_what_no_mix_of_others_beats():
    places = {
        "cheap": (-1.0, -5.0), "middle": (2.0, 3.0), "mixed": (3.0, 8.0), "best": (5.0, 12.0),
        "worse": (1.0, 4.0), "same": (0.0, 0.0), "unknown": (np.nan, np.nan),
    }  # fmt: skip
    on = _efficient(places)
    # From the cheapest to the middle 8/3 a unit, then 3; by way of the baseline 5, of "mixed" 5.
    assert on == {name: places[name] for name in ("cheap", "middle", "best")}
    del places["cheap"]
    assert set(_efficient(places)) == {"", "same", "middle", "best"}


def test_curves_are_those_of_the_table(study):
    figure = draw(study, "acceptability")
    draws = read_draws(study.summary, "fiscal", ["status_quo", "linked", "same"])
    table = acceptability(draws, "status_quo").set_index("scenario")
    drawn = {line.get_label(): line.get_ydata() for line in figure.axes[0].lines}
    for name in ("status_quo", "linked", "same"):
        assert list(drawn[name]) == pytest.approx(table.loc[name, "probability"].tolist())
    assert list(drawn["same"]) == list(drawn["status_quo"])


def test_equity_is_drawn_where_the_table_has_it(study):
    axes = draw(study, "equity").axes[0]
    drawn = {c.get_label(): c[0].get_xydata()[0] for c in axes.containers}
    frame = study.equity
    own = frame[(frame["perspective"] == "fiscal") & (frame["division"] == "in_need")]
    row = own[(own["scenario"] == "linked") & (own["epsilon"] == 1)].iloc[0]
    assert drawn["linked"] == pytest.approx([row["mean_change"], row["equity_impact"]])
    assert drawn["same"].tolist() == [0.0, 0.0]


def test_without_the_baseline_figures_are_drawn_empty(experiment):
    study = conduct(experiment, scenarios=["linked"], replicates=1)
    for kind in ("frontier", "acceptability", "equity"):
        draw(study, kind).draw_without_rendering()


def test_a_scenario_without_service_is_named_as_left_out(study):
    assert drawn_names(study) == ["linked", "same"]
    assert "Not drawn, as off the scale: nothing" in texts(draw(study, "frontier"))
    assert "nothing" in [
        label.get_text() for label in draw(study, "cost").axes[0].get_yticklabels()
    ]


@pytest.mark.parametrize(("panel", "outcome"), [(0, "fiscal_cost"), (1, "societal_cost")])
def test_costs_stack_up_to_the_outcome(study, panel, outcome):
    axes = draw(study, "cost").axes[panel]
    ends = np.array([[bar.get_x() + bar.get_width() for bar in c] for c in axes.containers])
    expected = [
        np.mean([result.value(outcome) for result in study.of(name)])
        for name in study.experiment.scenarios
    ]
    assert ends.max(axis=0) == pytest.approx(expected)


def test_bars_of_the_budget_stand_at_the_differences_of_years(study):
    axes = draw(study, "budget").axes[0]
    impact = study.budget_impact.set_index("scenario")
    bars = {c.get_label(): c for c in axes.containers if c.get_label() in ("linked", "same")}
    assert set(bars) == {"linked", "same"}
    for name, own in bars.items():
        assert [bar.get_height() for bar in own] == pytest.approx([impact.loc[name, "difference"]])
    ((low, high),) = bars["linked"].errorbar[2][0].get_segments()
    ends = impact.loc["linked", ["ci_low", "ci_high"]].tolist()
    assert [low[1], high[1]] == pytest.approx(ends)


def test_levels_are_means_over_replicates(study):
    band = levels(study, "linked", "cases", ["mediation", "medical"], by="service")
    values = [result.value("cases", service="medical") for result in study.of("linked")]
    assert band.mean[1] == pytest.approx(np.mean(values))
    assert band.low[1] < band.mean[1] < band.high[1]


def test_weekly_differences_are_smoothed_backwards(study):
    raw = weekly_difference(study, "linked", unmet_hours, 1).mean
    smooth = weekly_difference(study, "linked", unmet_hours, 4).mean
    assert len(raw) == 12
    assert smooth[2] == pytest.approx(raw[:3].mean())
    assert smooth[9] == pytest.approx(raw[6:10].mean())
    assert (weekly_difference(study, "same", unmet_hours, 4).high == 0.0).all()


def test_fiscal_cost_adds_up_to_that_of_the_whole_run(study):
    (result, *_) = study.of("linked")
    years = 12 / 52
    assert fiscal_cost_so_far(result)[-1] / years == pytest.approx(result.value("fiscal_cost"))


def test_one_replicate_is_drawn_without_intervals(experiment):
    study = conduct(experiment, replicates=1)
    for kind in FIGURES:
        assert "1 replicate." in texts(draw(study, kind))


def test_without_a_scenario_to_compare_only_levels_are_drawn(experiment):
    study = conduct(experiment, scenarios=["status_quo"], replicates=1)
    assert drawable(study) == ("waits", "cost", "payers", "courses")
    for kind in drawable(study):
        draw(study, kind).draw_without_rendering()
