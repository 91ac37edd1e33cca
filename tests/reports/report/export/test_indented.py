"""An export is laid out as Python's own JSON is, whatever people wrote and wherever it stands."""

import json
from typing import Any

import pytest

from reports.report.export.indented import indented

WROTE = 'Zoë said: "C:\\care" \u2028 \t\n\x00\x1f</script> 🙂'


@pytest.mark.parametrize(
    "value",
    [
        WROTE,
        {WROTE: [WROTE, None, True, False, 0, -1, 2**70]},
        {"score": 0.1, "small": 1e-9, "one": 1.0},
        {"evidence": [], "facts": {}, "erased": [["entries", 1], []], "deep": {"a": {"b": [{"c": {}}]}}},
        ("a pair", 2),
        [],
        {},
    ],
)
def test_the_text_is_that_of_json_itself(value: Any) -> None:
    assert indented(value) == json.dumps(value, indent=1, ensure_ascii=False)
    assert f"[\n {indented(value, 1)}\n]" == json.dumps([value], indent=1, ensure_ascii=False)
