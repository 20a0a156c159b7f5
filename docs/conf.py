"""Settings of the documentation: `make docs` writes it to docs/_build/html."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

import sanlian_sim  # noqa: E402

project = "sanlian_sim"
author = "The sanlian_sim developers"
release = sanlian_sim.__version__
html_show_copyright = False

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "from_code",
    "accessible",
]
exclude_patterns = ["_build", "**/.ipynb_checkpoints"]
highlight_language = "none"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
suppress_warnings = ["myst-nb.lexer"]
# `make docs` runs the notebooks, which takes two minutes; the tests run them elsewhere.
nb_execution_mode = "off"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
# All that is folded are solutions.
nb_code_prompt_show = nb_code_prompt_hide = "Solution 解答"
# Scripts of widgets would come from a net.
nb_ipywidgets_js = {}

autodoc_member_order = "bysource"
autodoc_default_options = {"exclude-members": "model_config"}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
# Public names must be found; other projects' cannot, without a network, and names inside the
# package stand in signatures without a page of their own.
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!sanlian_sim\.\w+$).*")]

html_theme = "furo"
html_title = "sanlian_sim"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
