"""Every message that the code has is found in Chinese, whatever values stand in it."""

import re

import pytest

from sanlian_sim.cli.app import app
from sanlian_sim.experiments.claims.read import read_claims
from sanlian_sim.language.catalogue import words
from sanlian_sim.language.translate import translated
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.problems import problem_text
from sanlian_sim.scenario.describe import (
    describe_arrangements,
    describe_groups,
    describe_instruments,
    describe_mechanisms,
    describe_parameters,
    describe_presets,
)
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.library import job_rows
from sanlian_sim.scenario.problems import Problem

from .said import column_texts, shown_texts

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_text_that_users_read_has_chinese():
    missing = {
        text: place
        for text, place in shown_texts().items()
        if not all(CHINESE.search(translated(line, "zh")) for line in text.split("\n"))
    }
    assert not missing


def test_what_is_not_known_stays_as_it_is():
    assert translated("a phrase of a user's own", "zh") == "a phrase of a user's own"


@pytest.mark.parametrize("text", ["writing ...", "needs weeks, warmup"])
def test_english_stays_as_it_is(text):
    assert translated(text, "en") == text


def test_values_in_a_message_are_kept_and_messages_in_it_are_looked_up():
    told = translated("error: results were not written to out/a b: Permission denied", "zh")
    assert told == "错误：结果未能写入 out/a b：没有权限"


def test_lines_are_looked_up_one_by_one():
    text = "2 runs failed: out of luck\n  scenario 'a b', replicate 3, seed 7"
    assert translated(text, "zh") == "2次运行失败：out of luck\n  情景“a b”，第3次重复，种子7"


def test_a_problem_is_told_with_place_value_rule_and_remedy():
    problem = Problem("community.populaton", 4, "must lie in [1, 10]", "did you mean 'size'?")
    told = problem_text(problem, "zh")
    assert told == "community.populaton = 4：必须在 [1, 10] 之内；是否指“size”？"
    assert problem_text(problem, "en") == str(problem)


def commands():
    return [app, *app.commands.values()]


@pytest.mark.parametrize("command", commands(), ids=lambda one: one.name)
def test_every_help_text_has_chinese(command):
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    helps = [option.help for option in command.params if getattr(option, "help", None)]
    for text in [*paragraphs, *(" ".join(one.split()) for one in helps)]:
        assert CHINESE.search(translated(text, "zh")), text


def test_every_measure_of_the_claims_has_chinese():
    names = {measure.name for claim in read_claims() for measure in claim.measures}
    # Formulas are written alike.
    missing = {name for name in names if not CHINESE.search(translated(name, "zh"))}
    assert not missing
    assert all(claim.quote for claim in read_claims())


def test_every_meaning_of_what_can_be_chosen_has_chinese():
    lists = (
        describe_arrangements, describe_groups, describe_instruments, describe_mechanisms,
        describe_parameters, describe_presets,
    )  # fmt: skip
    meanings = {row.meaning for rows in lists for row in rows()}
    meanings |= {outcome.meaning for outcome in OUTCOMES.values()}
    meanings |= {meta_of(about).meaning for about in Levers.model_fields.values() if meta_of(about)}
    assert not [text for text in meanings if text and not CHINESE.search(translated(text, "zh"))]


def test_jobs_have_one_chinese_name():
    for row in job_rows().values():
        assert translated(row["label_en"], "zh") == row["label_zh"]


def test_every_column_of_a_results_directory_has_chinese():
    """Its meaning and its unit; formulas of names and signs alone are written alike."""
    for meaning, unit in column_texts():
        formula = not re.search("[a-z]{2,} [a-z]{2,}", meaning)
        assert formula or CHINESE.search(translated(meaning, "zh")), meaning
        assert unit in {"", "1"} | words("zh")["units"].keys(), unit
