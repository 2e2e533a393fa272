"""The progress line shows on a terminal only."""

import io

from django.core.management.base import OutputWrapper

from maps.management.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_how_far_it_is_and_then_a_clear_line():
    screen = Terminal()
    with ProgressLine(OutputWrapper(screen)) as line:
        line(16_384, None)
        assert screen.getvalue().endswith("16,384 rows read")
    assert screen.getvalue().endswith("\r" + " " * len("16,384 rows read") + "\r")


def test_a_known_total_is_told():
    screen = Terminal()
    ProgressLine(OutputWrapper(screen))(10, 2_000)
    assert screen.getvalue().endswith("10 rows read of 2,000")


def test_a_file_or_a_pipe_sees_nothing():
    pipe = io.StringIO()
    with ProgressLine(OutputWrapper(pipe)) as line:
        line(16_384, None)
    assert pipe.getvalue() == ""
