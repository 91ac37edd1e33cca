"""Patterns and classifier together: what is found, why, and on which words. Uses the shipped model."""

import json
from pathlib import Path

import pytest

from cli.hardest import told
from config.questionnaire import Faulty
from config.themes import SHIPPED_THEMES, load_themes
from nlp.themes import version_of
from nlp.themes.evaluation import Score, evaluate
from nlp.themes.tagger import Tagger
from nlp.themes.training import TRAINING, Labelled, UnusableSentences, files, labelled


@pytest.fixture(scope="module")
def encoded() -> Tagger:
    return Tagger.load(load_themes(SHIPPED_THEMES))


@pytest.fixture(scope="module")
def tagger(encoded: Tagger) -> Tagger:
    """As it is without the encoder."""
    return encoded.light()


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Only 6% of responses mentioned the LADO and 12% the Escalation Policy.", {"lado", "escalation"}),
        ("We ask young people what they want.", {"voice_of_child"}),
        ("The court made a supervision order for twelve months.", set()),
        ("JS told her key worker that posters were babyish.", set()),
        ("We stayed open for children of key workers.", {"covid"}),
        ("The designated officer for fire safety checks the alarms.", set()),
        ("Safeguarding supervision is monthly.", {"supervision"}),
        ("The pool lifeguard supervises swimmers.", set()),
        ("Escalation of costs is a risk.", set()),
        ("All staff have a DBS check.", {"safer_recruitment"}),
        ("Staff know how to use the whistleblowing line.", {"whistleblowing"}),
        ("Volunteers on night shifts do not get supervision.", {"supervision"}),
        ("Key opportunities are around listening to the voice of the child", {"voice_of_child"}),
        ("Three of our workers are without supervision at the moment.", {"supervision"}),
        ("Nothing had to be escalated to senior managers this year.", {"escalation"}),
        ("The toddlers were left without supervision in the garden.", set()),
        ("The judge made a community order with supervision for a year.", set()),
        ("Fuel prices went higher and higher through the winter months.", set()),
        ("The officer was accused of driving too fast in the van.", set()),
        ("Complaints against staff are handled by the manager of the centre.", set()),
        ("Concern about staff shortages was raised by three of the agencies.", set()),
        ("The action plan will be taken to the Director in the spring.", set()),
        ("We follow up referrals within 24 hours.", set()),
        ("Managers keep oversight of training compliance across all of the teams.", set()),
        ("He has been in the child's life since she was two years old.", set()),
        ("Staff should understand the role of the designated officer.", {"lado"}),
        ("An allegation of sexual abuse made against her grandfather was looked at again.", set()),
        ("An allegation of abuse made against a coach was looked at again.", {"lado"}),
        ("The authority was accused of mismanaging its own care homes.", set()),
        ("All members sign the club's code of conduct when they join.", set()),
        ("The trainee's clinical supervisor marked the essay in the spring.", set()),
        ("The clinical supervisor met each of the trainees in the spring.", {"supervision"}),
        ("Bail supervision is offered by the service to older boys.", set()),
        ("The girls' wishes on who should go with them were not recorded.", {"voice_of_child"}),
        ("A suggestions box stands at the new youth club.", {"voice_of_child"}),
        ("There is a committee for under-14s at the swimming club.", {"voice_of_child"}),
    ],
)
def test_meaning_and_not_keyword(tagger: Tagger, encoded: Tagger, text: str, themes: set[str]) -> None:
    core = {"lado", "escalation", "supervision", "voice_of_child", *themes}
    assert [{tag.theme for tag in each.tag(text)} & core for each in (tagger, encoded)] == [themes, themes]


def test_a_tag_carries_its_words_its_sentence_and_its_reason(tagger: Tagger) -> None:
    text = "All is well. The LADO came to see us.\n- DBS checks done"
    lado = next(tag for tag in tagger.tag(text) if tag.theme == "lado")
    assert text[lado.start : lado.end] == lado.words == "LADO"
    assert text[slice(*lado.sentence)] == "The LADO came to see us."
    assert lado.why == "pattern"
    assert 0 < lado.score <= 1


def test_the_model_names_the_words_it_rests_on(tagger: Tagger) -> None:
    sentences = [line.text for line in labelled(files(TRAINING)) if line.themes == {"lado"}]
    by_model = [tag for tags in tagger.tag_all(sentences[:150]) for tag in tags if tag.why == "model"]
    assert by_model
    assert all(word in " ".join(sentences) for tag in by_model for word in tag.words.split(", ") if word)
    assert sum(bool(tag.words) for tag in by_model) > len(by_model) * 0.8


def test_a_batch_says_what_each_text_alone_says(tagger: Tagger) -> None:
    texts = ["", "The LADO.", "Nothing here", "Supervision is monthly. We listen to children."] * 40
    one_by_one = [[(tag.theme, tag.start, tag.end) for tag in tagger.tag(text)] for text in texts[:4]]
    together = [[(tag.theme, tag.start, tag.end) for tag in tags] for tags in tagger.tag_all(texts, explain=False)]
    assert together == one_by_one * 40


def test_a_partnership_adds_a_theme_without_training(tmp_path: Path) -> None:
    own = tmp_path / "themes.toml"
    own.write_text('[[theme]]\nkey = "dogs"\npatterns = ["therapy dog", "dog"]\nunless = ["hot dog"]\n')
    tagger = Tagger.load(load_themes(SHIPPED_THEMES, own))
    assert [(tag.theme, tag.words, tag.why) for tag in tagger.tag("A therapy dog visits.")] == [
        ("dogs", "therapy dog", "pattern")
    ]
    assert tagger.tag("A hot dog stall.") == []
    assert tagger.version != version_of(load_themes(SHIPPED_THEMES))
    assert tagger.version == version_of(load_themes(SHIPPED_THEMES, own))


def test_a_partnerships_own_patterns_are_sure_and_win_over_ours(tmp_path: Path) -> None:
    own = tmp_path / "themes.toml"
    own.write_text(
        '[[theme]]\nkey = "supervision"\npatterns = ["pool supervision", "tea with the boss"]\n'
        'unless = ["pool supervision rota"]\n'
    )
    tagger = Tagger.load(load_themes(SHIPPED_THEMES, own))
    ours = Tagger.load(load_themes(SHIPPED_THEMES))
    for text, is_ours, is_own in (
        ("Pool supervision is held on the first Tuesday of each month.", False, True),  # which we take for lifeguards
        (
            "Tea with the boss is on the first Tuesday of each month.",
            False,
            True,
        ),  # of which the classifier knows nothing
        (
            "The pool supervision rota hangs beside the door of the hall.",
            False,
            False,
        ),  # which they left out themselves
    ):
        assert [tag.theme for tag in ours.tag(text) if tag.theme == "supervision"] == ["supervision"] * is_ours, text
        assert [tag.theme for tag in tagger.tag(text) if tag.theme == "supervision"] == ["supervision"] * is_own, text


@pytest.mark.parametrize(("loose", "told"), [("false", ["lado"]), ("true", [])])
def test_the_classifier_says_no_to_a_loose_pattern_alone(tmp_path: Path, loose: str, told: list[str]) -> None:
    own = tmp_path / "themes.toml"
    own.write_text(f'[[theme]]\nkey = "lado"\npatterns = [{{ pattern = "garden", loose = {loose} }}]\n')
    tagger = Tagger.load(load_themes(SHIPPED_THEMES, own))
    assert [tag.theme for tag in tagger.tag("There are flowers in the garden behind our old house.")] == told
    assert [tag.theme for tag in tagger.tag("A garden")] == ["lado"]  # too short for the classifier


def test_talk_of_this_audit_is_not_quality_assurance(tagger: Tagger) -> None:
    for text in (
        "Our section 11 audit was completed in March and shows what we have to do.",
        "This self-assessment gives evidence of the outcomes for children in our area.",
    ):
        assert "quality_assurance_impact" not in {tag.theme for tag in tagger.tag(text)}
    found = {tag.theme for tag in tagger.tag("Case audits show what difference our practice has made.")}
    assert "quality_assurance_impact" in found


def test_a_pattern_nobody_can_read_is_told_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "themes.toml"
    own.write_text('[[theme]]\nkey = "dogs"\npatterns = [\n  "dog",\n  "(cat",\n]\n')
    with pytest.raises(Faulty) as told:
        Tagger.load(load_themes(own))
    assert (told.value.faults[0].line, told.value.faults[0].write) == (5, "A bracket is not closed.")


def test_the_core_four_on_the_sentences_kept_out_of_training(tagger: Tagger) -> None:
    """A floor under the figures in docs/training-themes.md, so that no change lowers them unseen."""
    held = labelled(files(TRAINING / "heldout"))
    found = evaluate(tagger, held)
    core = [theme.key for theme in tagger.themes.by_key.values() if theme.core]
    others = [key for key in tagger.themes.by_key if key not in core]
    assert found.macro("s11", core) >= 0.90
    assert found.macro("s11", others) >= 0.81
    for way in ("keywords", "patterns", "model"):
        assert found.macro("s11", core) > found.macro(way, core)
    assert all(found.scores["s11"][theme].precision >= 0.90 for theme in core)


def test_the_core_four_on_a_second_set_kept_out(tagger: Tagger) -> None:
    found = evaluate(tagger, labelled(files(TRAINING / "probe")))
    assert found.macro("s11", [theme.key for theme in tagger.themes.by_key.values() if theme.core]) >= 0.85


def test_the_encoder_finds_more_of_what_is_told_without_a_themes_words(encoded: Tagger) -> None:
    """A floor under what it is for; what it does to every set stands in docs/training-themes.md."""
    core = [theme.key for theme in encoded.themes.by_key.values() if theme.core]
    found = evaluate(encoded, labelled(files(TRAINING / "indirect")))
    assert found.macro("s11", core) > found.macro("light", core) + 0.03
    assert found.lowest("s11", core)[0] >= found.lowest("light", core)[0]


def test_no_sentence_was_both_trained_on_and_kept_out() -> None:
    kept_out = ("heldout", "probe", "indirect", "hardest", "sets")
    held = {line.text.lower() for name in kept_out for line in labelled(files(TRAINING / name))}
    trained = labelled(files(TRAINING))
    known = set(load_themes(SHIPPED_THEMES).by_key)
    assert not held & {line.text.lower() for line in trained}
    assert {theme for line in trained for theme in line.themes} == known


def test_a_score_counts_what_it_says() -> None:
    score = Score(right=3, wrong=1, missed=2)
    assert (score.n, score.precision, score.recall, round(score.f1, 3)) == (5, 0.75, 0.6, 0.667)
    assert Score().f1 == 0


def test_a_theme_two_people_dispute_counts_neither_way(tagger: Tagger) -> None:
    said = Labelled("1", "We told the LADO.", frozenset(), frozenset({"lado"}))
    found = evaluate(tagger, [said])
    assert found.exact["s11"] == 1.0
    assert found.scores["s11"]["others"] == Score()


def test_a_line_that_is_no_sentence_is_named(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps({"id": 1, "text": "Fine.", "themes": []}) + "\n{nonsense\n")
    with pytest.raises(UnusableSentences, match=r"own.jsonl:2: This line is not a labelled sentence"):
        labelled([file])
    file.write_text(json.dumps({"id": 1, "text": "Fine.", "themes": ["lado"]}) + "\n\n")
    assert labelled([file]) == [Labelled("1", "Fine.", frozenset({"lado"}))]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "Good", "supervision", "…", "👍", "- \n- ", "2", "\x00", "No.", "LADO"]
)
def test_the_shortest_texts_are_read_too(tagger: Tagger, text: str) -> None:
    for tag in tagger.tag(text):
        assert 0 <= tag.start < tag.end <= len(text)


def test_the_hardest_sentences_are_told_with_verdict_and_reason(tagger: Tagger) -> None:
    sentences = labelled(files(TRAINING / "hardest"))
    lines = list(told(tagger, sentences))
    assert len(sentences) == 40
    assert sum(line.startswith(("right  ", "WRONG  ")) for line in lines) == 40
    assert lines[-1] == f"{sum(line.startswith('right  ') for line in lines)} of 40 right."


def test_no_reason_is_a_mark_between_words(tagger: Tagger) -> None:
    said = (  # found with the encoder, and without it
        "Basil got a letter he could not read, so we read it to him.",
        "Mohammed, who cares for his mum, read it to the mayor.",
    )
    found = [tag for text in said for tag in tagger.tag(text) if tag.why == "model"]
    assert found
    assert [tag.words for tag in found if not all(map(str.isalnum, tag.words.split(", ")))] == []


def test_a_very_long_sentence_is_tagged_without_naming_words(tagger: Tagger) -> None:
    text = "we wonder whether she was ever asked what it is like to live there " * 200
    assert all(tag.end - tag.start <= 2000 for tag in tagger.tag(text))
