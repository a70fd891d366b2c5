from takeback.guidance.questions import QUESTIONS
from takeback.site.plan.asking import question_about


def test_a_fact_is_settled_by_the_question_that_sets_it() -> None:
    question = question_about("money_demanded", asked=QUESTIONS)

    assert question is not None
    assert question.id == "pressure"


def test_a_fact_that_was_not_asked_about_on_this_way_has_no_question() -> None:
    asked = [question for question in QUESTIONS if question.id != "pressure"]

    assert question_about("money_demanded", asked=asked) is None
