import pytest

from takeback.fingerprint.recipes import RECIPES, UnknownRecipe, may_compare, recipe_named


@pytest.mark.parametrize(
    ("name", "digits", "limit"),
    [
        *[("pdq-1", 64, 31), ("pdq-mean-1", 64, 31), ("vpdq-1", 64, 31)],
        *[("md5", 32, 0), ("sha256", 64, 0)],
    ],
)
def test_each_recipe_has_its_length_and_limit(name: str, digits: int, limit: int) -> None:
    recipe = recipe_named(name)

    assert (recipe.name, recipe.digits, recipe.limit) == (name, digits, limit)


def test_only_a_perceptual_recipe_matches_at_a_distance() -> None:
    assert {recipe.name for recipe in RECIPES.values() if recipe.is_perceptual} == {
        recipe.name for recipe in RECIPES.values() if recipe.limit > 0
    }


@pytest.mark.parametrize("name", ["", "pdq", "PDQ-1", "pdq-1 ", "x" * 1_000_000])
def test_an_unknown_recipe_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(
        UnknownRecipe, match="there are pdq-1, pdq-mean-1, vpdq-1, md5, sha256"
    ) as refusal:
        recipe_named(name)

    assert len(str(refusal.value)) < 100


def test_the_two_recipes_for_pictures_are_compared_with_each_other_and_no_others_are() -> None:
    pairs = {(a, b) for a in RECIPES for b in RECIPES if a != b and may_compare(a, b)}

    assert pairs == {("pdq-1", "pdq-mean-1"), ("pdq-mean-1", "pdq-1")}
    assert all(may_compare(name, name) for name in RECIPES)
    with pytest.raises(UnknownRecipe):
        may_compare("pdq-1", "pdq-2")
