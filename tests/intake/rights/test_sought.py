"""How people write one name, and what is another's."""

import pytest

from intake.rights import Sought

WHO = Sought.of(["Quilla Vantongeren"])
WRITTEN = {
    "Mrs Vantongeren, Quilla-Vantongeren leads": "Mrs [erased] leads",
    "Ask Quilla J. Vantongeren.": "Ask [erased].",
    "Ask Quilla JM Vantongeren.": "Ask [erased].",
    "QuillaVantongeren": "[erased]",
    "quillavantongeren.docx": "[erased].docx",
    "Quilla_Vantongeren_plan": "[erased]_plan",
    "Quilla (Vantongeren": "[erased]",
    'Quilla "Quill" Vantongeren': "[erased]",
    "Quilla (Quill) J. Vantongeren": "[erased]",
    "quilla.vantongeren": "[erased]",
    "Quilla/Vantongeren": "[erased]",
    "**Quilla** Vantongeren": "**[erased]",
    "N:Vantongeren;Quilla": "N:[erased]",
    "Quilla and Vantongeren": "Quilla and Vantongeren",
    "Quilla Vantongerensen": "Quilla Vantongerensen",
    "Tranquilla Vantongeren": "Tranquilla Vantongeren",
}


@pytest.mark.parametrize(("text", "left"), WRITTEN.items(), ids=WRITTEN)
def test_a_name_goes_however_it_is_written(text: str, left: str) -> None:
    assert WHO.erased(text) == left


@pytest.mark.parametrize(("text", "left"), [("Rosemary", "Rosemary"), ("RoseMary", "[erased]")])
def test_a_short_name_written_as_one_word_is_theirs_only_where_it_shows_both(text: str, left: str) -> None:
    assert Sought.of(["Rose Mary"]).erased(text) == left
