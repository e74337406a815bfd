"""Whatever happens in whatever order: nothing is lost, the logbook holds, and the filter knows what stands and no more."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.storage import db
from tests.journeys.anything import ACTS, Anything
from tests.moderating.spam_filter.folding import catch_up, kept_predictions, learnt_afresh, state

STEPS = st.lists(st.tuples(st.sampled_from(sorted(set(ACTS))), st.integers(0, 2**20)), max_size=25)
LONG = 150


@pytest.mark.sqlite_only
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=STEPS)
def test_any_sequence_leaves_everything_true(app, steps):
    with app.app_context():  # a session of its own
        story = Anything()
        for act, seed in steps:
            story.happen(act, seed)
        insist_that_all_is_true(app)


@pytest.mark.parametrize("seed", [1])
def test_a_long_one_too(app, seed):
    chance, story = Random(seed), Anything()
    for _ in range(LONG):
        story.happen(chance.choice(ACTS), chance.getrandbits(20))
    assert story.happened > LONG / 2, "most of it was refused, so little was tried"
    insist_that_all_is_true(app)


def insist_that_all_is_true(app):
    catch_up()
    afresh, predicted = learnt_afresh()
    assert (state(), kept_predictions()) == (afresh.dumped(), predicted)
    db.session.commit()
    for command in (["commenting", "verify"], ["moderating", "logbook", "verify"]):
        said = app.test_cli_runner().invoke(args=command)
        assert said.exit_code == 0, said.output
