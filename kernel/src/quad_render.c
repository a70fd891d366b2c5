/* Renderings of quads, of the level that suits their size. */
#include "quad_steps.h"

const tb_quad_steps *tb_quad_steps_of(size_t path)
{
#ifdef TB_HAS_AVX
    static const tb_quad_steps *const all[] = {&tb_quad_plain, &tb_quad_avx2, &tb_quad_avx512};
    return all[path];
#else
    (void)path;
    return &tb_quad_plain;
#endif
}

/* How often to halve, given the square of a cell's length in pixels: until it is under 2 of 0.7.
 * Chosen among 0.5 to 2: photographs then come nearest to tb_box_grid. */
static size_t level_for(float squared)
{
    size_t level = 0;

    while (squared >= 2.0f && level + 1 < TB_LEVELS) {
        squared /= 4;
        level++;
    }
    return level;
}

void tb_render(tb_levels *levels, const tb_placing *placing, size_t side, float *grid)
{
    const float *m = placing->m;
    float columns = 2.0f * (float)(int32_t)levels->plane->width / (float)(int32_t)side;
    float rows = 2.0f * (float)(int32_t)levels->plane->height / (float)(int32_t)side;
    // How a step of u and one of v move the place that the middle is read from.
    float x_by_u = (m[0] - m[2] * m[6]) * columns, x_by_v = (m[1] - m[2] * m[7]) * columns;
    float y_by_u = (m[3] - m[5] * m[6]) * rows, y_by_v = (m[4] - m[5] * m[7]) * rows;
    tb_level level = tb_get_level(levels, level_for(x_by_u * x_by_u + x_by_v * x_by_v),
                                  level_for(y_by_u * y_by_u + y_by_v * y_by_v));

    tb_quad_steps_of(levels->path)->render(&level, placing, side, grid);
}

void tb_render_grid(tb_levels *levels, const tb_placing *placing, float *fine, float *grid)
{
    tb_render(levels, placing, TB_FINE, fine);
    for (size_t y = 0; y < TB_GRID; y++) {
        const float *above = fine + 2 * y * TB_FINE;
        const float *below = above + TB_FINE;
        for (size_t x = 0; x < TB_GRID; x++) {
            grid[y * TB_GRID + x] = ((above[2 * x] + above[2 * x + 1]) +
                                     (below[2 * x] + below[2 * x + 1])) * 0.25f;
        }
    }
}
