/* A plane made coarser, each way by itself: a narrow box has small cells one way only. */
#include "quad.h"

static size_t side_of_level(size_t side, size_t level)
{
    size_t halved = (side + ((size_t)1 << level) / 2) >> level;

    return halved ? halved : 1;
}

/* Luma above and to the left of a place between the pixels; whole at the pixels' edges.
 *
 *   row        sums of the edge above y
 *   share      0 to 1: how far y is below that edge
 *   x          0 to plane->width */
static double sum_until(const tb_plane *plane, const uint64_t *row, double share, double x)
{
    size_t column = (size_t)x < plane->width ? (size_t)x : plane->width - 1;
    const uint64_t *next = row + plane->width + 1;
    double across = x - (double)column;
    // Sums are below 2^63: as signed numbers they are converted by one instruction.
    double above = (double)(int64_t)row[column];
    double below = (double)(int64_t)next[column];
    double above_step = (double)(int64_t)(row[column + 1] - row[column]);
    double below_step = (double)(int64_t)(next[column + 1] - next[column]);

    above += across * above_step;
    below += across * below_step;
    return above + share * (below - above);
}

/* Sums at the edges of a level's columns, down to one edge of its rows. */
static void sum_line(const tb_plane *plane, double y, size_t width, double *line)
{
    size_t row = (size_t)y < plane->height ? (size_t)y : plane->height - 1;
    const uint64_t *sums = plane->sums + row * (plane->width + 1);
    double step = (double)plane->width / (double)width;

    for (size_t x = 0; x < width; x++) {
        line[x] = sum_until(plane, sums, y - (double)row, (double)x * step);
    }
    line[width] = sum_until(plane, sums, y - (double)row, (double)plane->width);
}

static void pair_row(const uint16_t *row, size_t width, uint32_t *pairs)
{
    for (size_t x = 0; x + 1 < width; x++) {
        pairs[x] = row[x] | (uint32_t)row[x + 1] << 16;
    }
    pairs[width - 1] = row[width - 1] | (uint32_t)row[width - 1] << 16;
}

static void make_coarser(const tb_plane *plane, size_t width, size_t height, uint32_t *pixels)
{
    double lines[2][TB_PLANE_SIDE + 1];
    uint16_t row[TB_PLANE_SIDE];
    double step = (double)plane->height / (double)height;
    double cell = step * (double)plane->width / (double)width;

    sum_line(plane, 0, width, lines[0]);
    for (size_t y = 0; y < height; y++) {
        const double *above = lines[y % 2];
        double *below = lines[(y + 1) % 2];
        double edge = y + 1 < height ? (double)(y + 1) * step : (double)plane->height;
        sum_line(plane, edge, width, below);
        for (size_t x = 0; x < width; x++) {
            double sum = (below[x + 1] - below[x]) - (above[x + 1] - above[x]);
            row[x] = (uint16_t)(sum / cell + 0.5);
        }
        pair_row(row, width, pixels + y * width);
    }
}

static void make_level(const tb_plane *plane, size_t width, size_t height, uint32_t *pixels)
{
    if (width == plane->width && height == plane->height) {
        for (size_t y = 0; y < height; y++) {
            pair_row(plane->luma + y * width, width, pixels + y * width);
        }
    } else {
        make_coarser(plane, width, height, pixels);
    }
    for (size_t x = 0; x < width; x++) {
        pixels[height * width + x] = pixels[(height - 1) * width + x];
    }
}

tb_level tb_get_level(tb_levels *levels, size_t across, size_t down)
{
    size_t width = side_of_level(levels->plane->width, across);
    size_t height = side_of_level(levels->plane->height, down);
    // Each level has the room that it takes in the largest plane.
    size_t columns_before = 2 * TB_PLANE_SIDE - (2 * TB_PLANE_SIDE >> across);
    size_t rows_before = 2 * TB_PLANE_SIDE - (2 * TB_PLANE_SIDE >> down) + down;
    size_t rows = (TB_PLANE_SIDE >> down) + 1;
    uint32_t *pixels =
        levels->pixels + rows_before * TB_LEVEL_COLUMNS + columns_before * rows;

    if (!levels->is_made[across][down]) {
        make_level(levels->plane, width, height, pixels);
        levels->is_made[across][down] = 1;
    }
    return (tb_level){pixels, width, height};
}
