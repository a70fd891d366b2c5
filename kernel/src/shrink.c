/* Down to the grid, several lines at once.
 *
 * The running sum along one line is a chain of additions that each wait for the one before. Here
 * TB_LANES neighbouring rows, or all columns, take the same step together, which compilers turn
 * into vector instructions; each line still sees its own additions in the plain version's order.
 * The second pass is computed only for the columns and rows that the grid keeps. */
#include "steps.h"

static void add(float *restrict sum, const float *restrict in, size_t lanes)
{
    for (size_t i = 0; i < lanes; i++) {
        sum[i] += in[i];
    }
}

static void subtract(float *restrict sum, const float *restrict in, size_t lanes)
{
    for (size_t i = 0; i < lanes; i++) {
        sum[i] -= in[i];
    }
}

static void divide(float *restrict out, const float *restrict sum, float by, size_t lanes)
{
    for (size_t i = 0; i < lanes; i++) {
        out[i] = sum[i] / by;
    }
}

/* Average `count` places, each of `lanes` floats side by side, with their neighbours.
 *
 *   in, out    count * lanes floats, apart from each other
 *   sum        lanes floats */
static void average_lanes(const float *in, float *out, float *sum, size_t count, size_t lanes)
{
    size_t window = tb_window(count);
    size_t after = window / 2;
    size_t before = window - 1 - after;
    size_t filled = 0;

    for (size_t i = 0; i < lanes; i++) {
        sum[i] = 0.0f;
    }
    for (; filled < after; filled++) {
        add(sum, in + filled * lanes, lanes);
    }
    for (size_t i = 0; i < count; i++) {
        if (i + after < count) {
            add(sum, in + (i + after) * lanes, lanes);
            filled++;
        }
        if (i > before) {
            subtract(sum, in + (i - before - 1) * lanes, lanes);
            filled--;
        }
        divide(out + i * lanes, sum, (float)filled, lanes);
    }
}

/* Put a row into one lane of a strip, or take it out. For each place along the rows, a strip holds
 * the lanes one after the other. */
static void to_lane(const float *row, float *strip, size_t count, size_t lane)
{
    for (size_t i = 0; i < count; i++) {
        strip[i * TB_LANES + lane] = row[i];
    }
}

static void from_lane(const float *strip, float *row, size_t count, size_t lane)
{
    for (size_t i = 0; i < count; i++) {
        row[i] = strip[i * TB_LANES + lane];
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* First pass along rows.
 *
 *   plane      sampling->height rows of sampling->width floats, written
 *   strip      two strips of TB_SIDE * TB_LANES floats
 *   line       TB_SIDE floats */
static void average_luma_rows(const tb_sampling *sampling, float *plane, float *strip, float *line)
{
    size_t width = sampling->width;
    size_t height = sampling->height;
    float *averaged = strip + TB_SIDE * TB_LANES;

    for (size_t top = 0; top < height; top += TB_LANES) {
        for (size_t lane = 0; lane < TB_LANES; lane++) {
            // Past the last row its copy fills the strip, so that all lanes hold numbers.
            tb_luma_row(sampling, smaller(top + lane, height - 1), line);
            to_lane(line, strip, width, lane);
        }
        average_lanes(strip, averaged, line, width, TB_LANES);
        for (size_t lane = 0; lane < smaller(TB_LANES, height - top); lane++) {
            from_lane(averaged, plane + (top + lane) * width, width, lane);
        }
    }
}

/* Second pass along rows, keeping the TB_GRID columns that the grid needs.
 *
 *   plane      height rows of width floats
 *   narrow     height rows of TB_GRID floats, written */
static void average_rows_narrow(const float *plane, size_t width, size_t height, float *narrow,
                                float *strip, float *line)
{
    float *averaged = strip + TB_SIDE * TB_LANES;

    for (size_t top = 0; top < height; top += TB_LANES) {
        for (size_t lane = 0; lane < TB_LANES; lane++) {
            to_lane(plane + smaller(top + lane, height - 1) * width, strip, width, lane);
        }
        average_lanes(strip, averaged, line, width, TB_LANES);
        for (size_t lane = 0; lane < smaller(TB_LANES, height - top); lane++) {
            for (size_t x = 0; x < TB_GRID; x++) {
                size_t place = tb_cell_middle(width, x);
                narrow[(top + lane) * TB_GRID + x] = averaged[place * TB_LANES + lane];
            }
        }
    }
}

static void copy_grid(const tb_sampling *sampling, float *grid)
{
    for (size_t y = 0; y < TB_GRID; y++) {
        tb_luma_row(sampling, y, grid + y * TB_GRID);
    }
}

void tb_shrink(const tb_sampling *sampling, float *space, float *grid)
{
    size_t width = sampling->width;
    size_t height = sampling->height;
    float *plane = space;
    float *other = plane + TB_SIDE * TB_SIDE;
    float *strip = other + TB_SIDE * TB_SIDE;
    float *line = strip + 2 * TB_SIDE * TB_LANES;

    if (width == TB_GRID && height == TB_GRID) {
        copy_grid(sampling, grid);
        return;
    }
    average_luma_rows(sampling, plane, strip, line);
    average_lanes(plane, other, line, height, width);
    average_rows_narrow(other, width, height, plane, strip, line);
    average_lanes(plane, other, line, height, TB_GRID);
    for (size_t y = 0; y < TB_GRID; y++) {
        const float *row = other + tb_cell_middle(height, y) * TB_GRID;
        for (size_t x = 0; x < TB_GRID; x++) {
            grid[y * TB_GRID + x] = row[x];
        }
    }
}
