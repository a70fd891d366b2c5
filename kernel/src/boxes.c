/* Parts of a plane as grids, and parts laid on a canvas. */
#include "renderings.h"

enum {
    FINE = 4096,          // steps of an edge in one pixel of the plane
    NARROWEST = TB_GRID   // steps; leaves each cell of a grid at least one
};

static int64_t limit(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* A share of a side in steps, rounded to nearest. */
static int64_t to_steps(float share, size_t pixels)
{
    double steps = (double)share * (double)pixels * FINE + 0.5;

    // Written so that what is no number becomes 0.
    return steps > 0.0 ? (int64_t)(steps < 1e9 ? steps : 1e9) : 0;
}

/* The edges of a part, along one side, in steps: inside the picture and not too near each other. */
typedef struct {
    int64_t first, last;
} span;

static span cut_span(float first, float last, size_t pixels)
{
    int64_t most = (int64_t)pixels * FINE;
    span made;

    made.first = limit(to_steps(first, pixels), 0, most - NARROWEST);
    made.last = limit(to_steps(last, pixels), made.first + NARROWEST, most);
    return made;
}

/* Where to read one side of the sums.
 *
 *   place      between which two of them: this one and the next
 *   part       how far, 0 to FINE
 *   length     steps from here to the next edge
 *   full       steps in a whole cell */
typedef struct {
    uint32_t place[TB_GRID + 1];
    uint32_t part[TB_GRID + 1];
    uint32_t length[TB_GRID];
    double full;
} edges;

static void put_edge(edges *made, size_t index, int64_t at, size_t pixels)
{
    size_t place = (size_t)(at / FINE);

    place = place < pixels ? place : pixels - 1;
    made->place[index] = (uint32_t)place;
    made->part[index] = (uint32_t)(at - (int64_t)place * FINE);
    if (index > 0) {
        int64_t before = (int64_t)made->place[index - 1] * FINE + made->part[index - 1];
        made->length[index - 1] = (uint32_t)(at - before);
    }
}

/* The part fills the canvas. */
static void cut_evenly(span part, size_t pixels, size_t count, edges *made)
{
    int64_t cells = (int64_t)count;

    for (int64_t i = 0; i <= cells; i++) {
        put_edge(made, (size_t)i, (part.first * (cells - i) + part.last * i) / cells, pixels);
    }
    made->full = 0.0;
}

/* The part lies on the canvas from `first` to `last`, in shares of it. */
static void cut_placed(span part, size_t pixels, float first, float last, edges *made)
{
    double wide = (double)last - (double)first;
    double length = (double)(part.last - part.first);

    for (size_t i = 0; i <= TB_GRID; i++) {
        double share = ((double)i / TB_GRID - (double)first) / wide;
        share = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
        put_edge(made, i, part.first + (int64_t)(share * length + 0.5), pixels);
    }
    made->full = length / wide / TB_GRID;
}

/* Sums above and to the left of one edge, at all edges of the other side: in steps times steps, but
 * for a multiple of 2^56. Sums over a row or a column fit 32 bits, so their differences are right
 * without the sums' upper halves; and what a cell holds is under 2^55. */
static void read_sums(const tb_plane *plane, const edges *across, const edges *down, size_t row,
                      size_t count, uint64_t *out)
{
    size_t stride = plane->width + 1;
    const uint32_t *upper = plane->tails + down->place[row] * stride;
    const uint32_t *lower = upper + stride;
    uint64_t part = down->part[row];

    for (size_t i = 0; i <= count; i++) {
        size_t x = across->place[i];
        uint64_t step = across->part[i];
        uint64_t column = upper[x + 1] - upper[x];
        uint64_t line = lower[x] - upper[x];
        uint64_t pixel = lower[x + 1] - upper[x + 1] - lower[x] + upper[x];
        out[i] = ((upper[x] * (uint64_t)FINE + step * column) + part * line) * FINE +
                 part * step * pixel;
    }
}

/* What lies in a cell, from the sums at its corners. */
static uint64_t inside(const uint64_t *upper, const uint64_t *lower)
{
    return ((lower[1] - lower[0]) - (upper[1] - upper[0])) & (((uint64_t)1 << 56) - 1);
}

/* A whole number under 2^52 as a double, by its bits: compilers do several side by side, which they
 * cannot with the machine's own conversion. */
static double to_double(uint64_t whole)
{
    union {
        uint64_t bits;
        double value;
    } number = {whole | 0x4330000000000000u}; // 2^52 + whole

    return number.value - 4503599627370496.0;
}

/* Means over one row of cells.
 *
 *   upper, lower   sums above their edges
 *   widths         of the cells, in steps
 *   height         of the row, in steps, times TB_PLANE_LUMA */
static void fill_row(const uint64_t *restrict upper, const uint64_t *restrict lower,
                     const double *restrict widths, double height, size_t count,
                     float *restrict row)
{
    for (size_t x = 0; x < count; x++) {
        uint64_t sum = inside(upper + x, lower + x);
        row[x] = (float)(to_double(sum) / (widths[x] * height));
    }
}

/* The same where the cells may be covered in part, or not at all: `row` shines through.
 *
 *   full       area of a whole cell, in steps squared; up to 2^42 */
static void cover_row(const uint64_t *restrict upper, const uint64_t *restrict lower,
                      const double *restrict widths, double height, double full,
                      float *restrict row)
{
    for (size_t x = 0; x < TB_GRID; x++) {
        uint64_t sum = inside(upper + x, lower + x);
        double under = (double)row[x];
        double over = (double)(int64_t)sum - under * (widths[x] * height);
        row[x] = (float)(under + over / (full * TB_PLANE_LUMA));
    }
}

/* All cells between edges. */
static void fill_cells(const tb_plane *plane, const edges *across, const edges *down, size_t count,
                       float *grid)
{
    uint64_t lines[2][TB_GRID + 1];
    double widths[TB_GRID];

    for (size_t x = 0; x < count; x++) {
        widths[x] = (double)across->length[x];
    }
    read_sums(plane, across, down, 0, count, lines[0]);
    for (size_t y = 0; y < count; y++) {
        const uint64_t *upper = lines[y % 2];
        uint64_t *lower = lines[1 - y % 2];
        float *row = grid + y * count;
        double height = (double)TB_PLANE_LUMA * down->length[y];

        read_sums(plane, across, down, y + 1, count, lower);
        if (across->full > 0.0) {
            cover_row(upper, lower, widths, height, across->full * down->full, row);
        } else {
            fill_row(upper, lower, widths, height, count, row);
        }
    }
}

void tb_coarse_grid(const tb_plane *plane, const tb_box *box, size_t count, float *grid)
{
    edges across, down;

    cut_evenly(cut_span(box->left, box->right, plane->width), plane->width, count, &across);
    cut_evenly(cut_span(box->top, box->bottom, plane->height), plane->height, count, &down);
    fill_cells(plane, &across, &down, count, grid);
}

void tb_box_grid(const tb_plane *plane, const tb_box *box, float *grid)
{
    tb_coarse_grid(plane, box, TB_GRID, grid);
}

void tb_lay_over(const tb_plane *plane, const tb_box *box, const tb_box *place, float *grid)
{
    edges across, down;

    cut_placed(cut_span(box->left, box->right, plane->width), plane->width, place->left,
               place->right, &across);
    cut_placed(cut_span(box->top, box->bottom, plane->height), plane->height, place->top,
               place->bottom, &down);
    fill_cells(plane, &across, &down, TB_GRID, grid);
}
