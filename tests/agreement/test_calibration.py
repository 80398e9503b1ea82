import math

import pytest

from unspin.agreement.calibration import Bin, Murphy, brier, foster, murphy, reliability
from unspin.words.errors import UnspinError

SAID_AND_WAS = [(0.9, 1), (0.9, 1), (0.9, 1), (0.9, 0), (0.6, 1), (0.6, 1), (0.6, 1), (0.6, 0), (0.6, 0), (0.3, 0)]


def expected_mark(p, right, wrong):
    return p * right + (1 - p) * wrong


def test_brier_of_the_example_that_libraries_use():
    assert brier([(0.1, 0), (0.9, 1), (0.8, 1), (0.3, 0)]) == pytest.approx(0.0375, abs=5e-5)


def test_the_parts_of_a_brier_score_add_up_to_it():
    parts = murphy(SAID_AND_WAS)
    assert brier(SAID_AND_WAS) == pytest.approx(0.213, abs=5e-4)
    assert parts.reliability == pytest.approx(0.018, abs=5e-4)
    assert parts.resolution == pytest.approx(0.045, abs=5e-4)
    assert parts.uncertainty == pytest.approx(0.240, abs=5e-4)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(brier(SAID_AND_WAS))


@pytest.mark.parametrize(("lower", "higher", "pays_at"), [((1, 0), (2, -2), 2 / 3), ((2, -2), (3, -6), 4 / 5)])
def test_the_marks_of_the_published_scheme_make_a_step_pay_at_two_thirds_and_at_four_fifths(lower, higher, pays_at):
    assert expected_mark(pays_at, *higher) == pytest.approx(expected_mark(pays_at, *lower))
    assert expected_mark(pays_at + 0.01, *higher) > expected_mark(pays_at + 0.01, *lower)


def test_the_table_holds_a_bin_for_each_confidence_that_was_given():
    assert reliability(SAID_AND_WAS) == [Bin(0.3, 0.0, 1), Bin(0.6, 0.6, 5), Bin(0.9, 0.75, 4)]


def test_foster_counts_right_minus_wrong_by_confidence():
    assert foster([(1.0, 1), (0.6, 0), (0.2, 1), (0.0, 0)]) == pytest.approx(1.0 - 0.6 + 0.2)


def test_half_credit_neither_adds_to_foster_nor_takes_away():
    assert foster([(1.0, 0.5), (0.8, 0.5)]) == 0.0


def test_saying_zero_each_time_earns_nothing():
    assert foster([(0.0, 1), (0.0, 0)]) == 0.0


def test_one_confidence_only_has_no_resolution_and_is_no_error():
    assert murphy([(0.8, 1), (0.8, 1)]) == Murphy(pytest.approx(0.04), 0.0, 0.0)


def test_without_pairs_the_sum_is_nothing_and_a_mean_is_explained():
    assert foster([]) == 0.0 and reliability([]) == []
    for measure in (brier, murphy):
        with pytest.raises(UnspinError, match="how sure you are"):
            measure([])


@pytest.mark.parametrize("pair", [(4, 1), (0.5, 2), (-0.1, 0), (math.nan, 1)])
def test_a_number_outside_of_0_to_1_is_refused_with_the_way_out(pair):
    for measure in (foster, brier, reliability, murphy):
        with pytest.raises(UnspinError, match="Divide a confidence of 0 to 5 by 5"):
            measure([(0.5, 1), pair])
