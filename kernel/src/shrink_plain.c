/* Down to the grid, the plain way: this version defines what is right. */
#include "steps.h"

/* Average each of `count` values, `stride` apart, with its neighbours: window / 2 of those after
 * it, the rest before it; fewer at the ends. The sum runs along: its roundings are part of the
 * recipe. */
static void average_line(const float *in, float *out, size_t count, size_t stride)
{
    size_t window = tb_window(count);
    size_t after = window / 2;
    size_t before = window - 1 - after;
    size_t filled = 0;
    float sum = 0.0f;

    for (size_t i = 0; i < after; i++) {
        sum += in[i * stride];
        filled++;
    }
    for (size_t i = 0; i < count; i++) {
        if (i + after < count) {
            sum += in[(i + after) * stride];
            filled++;
        }
        if (i > before) {
            sum -= in[(i - before - 1) * stride];
            filled--;
        }
        out[i * stride] = sum / (float)filled;
    }
}

void tb_shrink_plain(const tb_sampling *sampling, float *space, float *grid)
{
    size_t width = sampling->width;
    size_t height = sampling->height;
    int passes = width == TB_GRID && height == TB_GRID ? 0 : 2;
    float *plane = space;
    float *other = space + TB_SIDE * TB_SIDE;

    for (size_t y = 0; y < height; y++) {
        tb_luma_row(sampling, y, plane + y * width);
    }
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < height; y++) {
            average_line(plane + y * width, other + y * width, width, 1);
        }
        for (size_t x = 0; x < width; x++) {
            average_line(other + x, plane + x, height, width);
        }
    }
    for (size_t y = 0; y < TB_GRID; y++) {
        const float *row = plane + tb_cell_middle(height, y) * width;
        for (size_t x = 0; x < TB_GRID; x++) {
            grid[y * TB_GRID + x] = row[tb_cell_middle(width, x)];
        }
    }
}
