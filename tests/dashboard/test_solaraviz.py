"""Mesa's own page takes the model as it is, beside the page of this package."""

import pytest

import sanlian_sim as sl

from .conftest import tiny

solara = pytest.importorskip("solara", reason="the extra 'dashboard' is not installed")
pytest.importorskip("altair", reason="Mesa's extra 'viz' is not installed")


@pytest.mark.filterwarnings("ignore")  # Mesa's and Matplotlib's own
def test_it_shows_the_model(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    from mesa.visualization import SolaraViz, make_plot_component

    model = sl.SanlianModel(tiny().scenario("linked"), seed=1)
    page = SolaraViz(model, components=[make_plot_component("wellbeing")], name="linked")
    box, context = solara.render(page, handle_error=False)
    assert box.children
    context.close()
