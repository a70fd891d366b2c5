/* From one picture to all views of it that are worth listing. */
#include "renderings.h"

enum {
    ALIKE = 6,          // bits; a view this near to an earlier one finds nothing more
    CELL_QUALITY = TB_LEAST_QUALITY / 2,
    NARROWEST_PART = 16 // a picture that fills less than one part in so many of a canvas is lost
};

/* What the views are made from.
 *
 *   shape      width divided by height
 *   inner      what trimming leaves; is_bordered says whether that is less than all */
typedef struct {
    const tb_plane *plane;
    double shape;
    tb_box inner;
    int is_bordered;
    int is_clear; // the whole picture by pdq-mean-1 has the quality
} source;

static const tb_box everything = {0.0f, 0.0f, 1.0f, 1.0f};

static tb_box box_of(const uint8_t *values)
{
    const float unit = TB_TABLE_UNIT;

    return (tb_box){(float)values[0] / unit, (float)values[1] / unit, (float)values[2] / unit,
                    (float)values[3] / unit};
}

int tb_view_at(size_t view, tb_view_row *row, tb_box *box)
{
    const tb_view_recipe *recipe = &tb_view_table[view];
    int kind = recipe->kind;

    *row = (tb_view_row){recipe->name, recipe->recipe, kind, recipe->is_mirrored};
    if (kind == TB_KIND_FLIP ? view > TB_MIRROR : kind != TB_KIND_BOX && kind != TB_KIND_CELL) {
        return 0;
    }
    if (box) {
        *box = box_of(recipe->values);
    }
    return 1;
}

/* As much of a picture as fits another shape, `place` along what is cut: 0 start, 1 end. */
static tb_box fitting(double shape, double wanted, double place)
{
    tb_box box = everything;
    double share = shape > wanted ? wanted / shape : shape / wanted;
    double first = (1.0 - share) * place;

    if (shape > wanted) {
        box.left = (float)first;
        box.right = (float)(first + share);
    } else {
        box.top = (float)first;
        box.bottom = (float)(first + share);
    }
    return box;
}

/* Where a picture of a shape lies on a canvas of another: as large as fits, times `size`, its middle
 * at `middle` from top to bottom, unless it would reach over the upper edge. */
static tb_box laid(double shape, double canvas, double size, double middle)
{
    double wide = shape < canvas ? size * shape / canvas : size;
    double high = shape < canvas ? size : size * canvas / shape;
    double top = middle > high / 2 ? middle - high / 2 : 0.0;

    return (tb_box){(float)(0.5 - wide / 2), (float)top, (float)(0.5 + wide / 2),
                    (float)(top + high)};
}

static int render_frame(const source *from, const uint8_t *values, float *grid)
{
    static const float fills[FILLS] = {[BLACK] = 0.0f, [WHITE] = 255.0f, [BLUR] = TB_OWN_BLUR};
    double canvas = (double)values[0] / values[1] * (values[4] & OWN_SHAPE ? from->shape : 1.0);
    tb_box place = laid(from->shape, canvas, (double)values[2] / TB_TABLE_UNIT,
                        (double)values[3] / TB_TABLE_UNIT);
    float least = 1.0f / NARROWEST_PART;

    if (!from->is_clear || place.right - place.left < least || place.bottom - place.top < least) {
        return 0;
    }
    tb_canvas_grid(from->plane, &everything, &place, fills[values[4] % OWN_SHAPE], grid);
    return 1;
}

/* Draw what a view shows; returns 0 when this picture has no such view. */
static int render(const source *from, const tb_view_recipe *recipe, float *grid)
{
    const uint8_t *values = recipe->values;
    tb_box box;

    switch (recipe->kind) {
    case TB_KIND_ASPECT:
        box = fitting(from->shape, (double)values[0] / values[1], (double)values[2] / TB_TABLE_UNIT);
        break;
    case TB_KIND_FRAME:
        return render_frame(from, values, grid);
    case TB_KIND_TRIMMED:
        box = from->inner;
        if (!from->is_bordered) {
            return 0;
        }
        break;
    default:
        box = box_of(values);
    }
    tb_box_grid(from->plane, &box, grid);
    return 1;
}

/* Whether two fingerprints differ in at most ALIKE bits. */
static int are_alike(const uint8_t *a, const uint8_t *b)
{
    int different = 0;

    for (size_t i = 0; i < TB_BYTES && different <= ALIKE; i++) {
        for (unsigned left = a[i] ^ b[i]; left; left &= left - 1) {
            different++;
        }
    }
    return different <= ALIKE;
}

static int is_new(const tb_view *views, size_t count, const uint8_t *bits)
{
    for (size_t i = 0; i < count; i++) {
        if (are_alike(views[i].bits, bits)) {
            return 0;
        }
    }
    return 1;
}

static void write_view(tb_view *out, const uint8_t *bits, size_t view, int32_t quality)
{
    for (size_t i = 0; i < TB_BYTES; i++) {
        out->bits[i] = bits[i];
    }
    out->view = (int16_t)view;
    out->quality = (int16_t)quality;
}

/* Make a row's view, and its mirror's when that follows.
 *
 *   out, count     the views so far
 *
 * Returns how many there are then. */
static size_t add_views(const source *from, size_t view, tb_view *out, size_t count)
{
    static const int orientations[2] = {TB_WHOLE, TB_MIRROR};
    const tb_view_recipe *recipe = &tb_view_table[view];
    size_t twins = view + 1 < tb_view_count() && recipe[1].is_mirrored ? 2 : 1;
    int is_cell = recipe->kind == TB_KIND_CELL;
    float grid[TB_GRID * TB_GRID];
    uint8_t bits[2][TB_BYTES];
    int32_t quality;

    if (!render(from, recipe, grid)) {
        return count;
    }
    quality = tb_grid_bits(grid, orientations, twins, bits[0]);
    if (quality < (is_cell ? CELL_QUALITY : TB_LEAST_QUALITY)) {
        return count;
    }
    for (size_t i = 0; i < twins; i++) {
        if (is_cell || is_new(out, count, bits[i])) {
            write_view(&out[count++], bits[i], view + i, quality);
            continue;
        }
        if (i == 0) {
            return count; // where a rendering says nothing new, neither does its mirror
        }
    }
    return count;
}

static size_t add_flips(const tb_fingerprint *whole, tb_view *out)
{
    if (whole->quality < TB_LEAST_QUALITY) {
        return 0;
    }
    for (size_t view = 0; view < TB_VIEWS; view++) {
        write_view(&out[view], whole->views[view], view, whole->quality);
    }
    return TB_VIEWS;
}

/* The whole by pdq-mean-1 stands next to the whole by pdq-1 however near they are: the two are
 * compared with different things. */
static size_t add_mean(source *from, tb_view *out, size_t count)
{
    static const int as_it_is = TB_WHOLE;
    float grid[TB_GRID * TB_GRID];
    uint8_t bits[TB_BYTES];
    int32_t quality;

    tb_box_grid(from->plane, &everything, grid);
    quality = tb_grid_bits(grid, &as_it_is, 1, bits);
    from->is_clear = quality >= TB_LEAST_QUALITY;
    if (from->is_clear) {
        write_view(&out[count++], bits, TB_VIEWS, quality);
    }
    return count;
}

size_t tb_make_views(const tb_fingerprint *whole, const tb_plane *plane, size_t width,
                     size_t height, tb_view *out)
{
    source from = {.plane = plane, .shape = (double)width / (double)height};
    size_t count;

    if (width < TB_MIN_SIDE || height < TB_MIN_SIDE) {
        return 0;
    }
    from.is_bordered = tb_trim(plane, &from.inner);
    count = add_flips(whole, out);
    count = add_mean(&from, out, count);
    for (size_t view = TB_VIEWS + 1; view < tb_view_count(); view++) {
        if (!tb_view_table[view].is_mirrored) {
            count = add_views(&from, view, out, count);
        }
    }
    return count;
}
