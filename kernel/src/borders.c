/* Strips of one colour along the sides of a picture, and what they leave. */
#include "takeback/plane.h"

/* A line belongs to a strip while nearly all of it, and its mean, are as bright as the strip's
 * outermost line. Noise and the traces of compression widen what counts as equally bright; the
 * narrower limit for the mean keeps a sky that darkens line by line. */
enum {
    NEAR = 6 * TB_PLANE_LUMA,     // brightnesses are equal at least up to here,
    NOISES = 3,                   // and up to so many times the outermost line's own spread,
    NOISIEST = 8 * TB_PLANE_LUMA, // which is no strip when it spreads more than this
    STEADY = 2 * TB_PLANE_LUMA,   // means of lines are equal up to here
    FEW = 50,                     // one pixel in so many may differ
    ROUNDS = 3,                   // frames within frames
    SMALLEST = 16                 // what is left is at least one part in so many of each side,
};                                // and TB_MIN_SIDE pixels

typedef struct {
    size_t left, top, right, bottom; // pixels; right and bottom are not included
} part;

/* One line of pixels inside a part. */
typedef struct {
    const uint16_t *first;
    size_t step, count;
} line;

/* How bright a strip is, in units of the plane; `spread` and `near` are squares. */
typedef struct {
    int64_t mean, spread, near;
} shade;

static shade shade_of(const line *pixels)
{
    int64_t sum = 0, squares = 0, count = (int64_t)pixels->count;
    shade made;

    for (size_t i = 0; i < pixels->count; i++) {
        int64_t value = pixels->first[i * pixels->step];
        sum += value;
        squares += value * value;
    }
    made.mean = sum / count;
    made.spread = squares / count - made.mean * made.mean;
    made.near = NOISES * NOISES * made.spread;
    made.near = made.near > NEAR * NEAR ? made.near : NEAR * NEAR;
    return made;
}

static int is_of(const line *pixels, const shade *strip)
{
    size_t different = 0;
    int64_t sum = 0, count = (int64_t)pixels->count;

    for (size_t i = 0; i < pixels->count; i++) {
        int64_t off = pixels->first[i * pixels->step] - strip->mean;
        different += off * off > strip->near;
        sum += off;
    }
    return different * FEW <= pixels->count && sum <= STEADY * count && sum >= -STEADY * count;
}

/* Line number `index` of a part, from one of its sides inwards. */
typedef line line_of_side(const tb_plane *plane, const part *inner, size_t index);

static line from_top(const tb_plane *plane, const part *inner, size_t index)
{
    const uint16_t *row = plane->luma + (inner->top + index) * plane->width;

    return (line){row + inner->left, 1, inner->right - inner->left};
}

static line from_bottom(const tb_plane *plane, const part *inner, size_t index)
{
    return from_top(plane, inner, inner->bottom - inner->top - 1 - index);
}

static line from_left(const tb_plane *plane, const part *inner, size_t index)
{
    const uint16_t *top = plane->luma + inner->top * plane->width;

    return (line){top + inner->left + index, plane->width, inner->bottom - inner->top};
}

static line from_right(const tb_plane *plane, const part *inner, size_t index)
{
    return from_left(plane, inner, inner->right - inner->left - 1 - index);
}

static size_t least_of(size_t side)
{
    return side / SMALLEST > TB_MIN_SIDE ? side / SMALLEST : TB_MIN_SIDE;
}

/* How many lines of a side are a strip.
 *
 *   lines      of the part, in this direction
 *   least      of them that must be left; returned is `lines` when fewer would be */
static size_t strip_of(const tb_plane *plane, const part *inner, line_of_side *side, size_t lines,
                       size_t least)
{
    line outermost = side(plane, inner, 0);
    shade strip = shade_of(&outermost);

    if (strip.spread > (int64_t)NOISIEST * NOISIEST) {
        return 0;
    }
    for (size_t found = 0; found + least <= lines; found++) {
        line next = side(plane, inner, found);
        if (!is_of(&next, &strip)) {
            return found;
        }
    }
    return lines;
}

/* Cut a strip from the start and one from the end of one direction. Returns whether something is
 * left; `cut` grows by the lines that went. */
static int cut_ends(const tb_plane *plane, part *inner, int is_down, size_t *cut)
{
    size_t *first = is_down ? &inner->top : &inner->left;
    size_t *last = is_down ? &inner->bottom : &inner->right;
    size_t least = least_of(is_down ? plane->height : plane->width);
    size_t strip = strip_of(plane, inner, is_down ? from_top : from_left, *last - *first, least);

    *first += strip;
    *cut += strip;
    if (*first == *last) {
        return 0;
    }
    strip = strip_of(plane, inner, is_down ? from_bottom : from_right, *last - *first, least);
    *last -= strip;
    *cut += strip;
    return *first < *last;
}

int tb_trim(const tb_plane *plane, tb_box *inner)
{
    const part all = {0, 0, plane->width, plane->height};
    part left_over = all;
    size_t cut = 0, before = 1;

    for (int round = 0; round < ROUNDS && cut != before; round++) {
        before = cut;
        if (!cut_ends(plane, &left_over, 1, &cut) || !cut_ends(plane, &left_over, 0, &cut)) {
            left_over = all;
            cut = 0;
            break;
        }
    }
    inner->left = (float)left_over.left / (float)plane->width;
    inner->top = (float)left_over.top / (float)plane->height;
    inner->right = (float)left_over.right / (float)plane->width;
    inner->bottom = (float)left_over.bottom / (float)plane->height;
    return cut > 0;
}
