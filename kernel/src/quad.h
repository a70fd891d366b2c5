/* Renderings of quads: the parts of tb_quad_bits and tb_refine, and the kernel's own tests. */
#ifndef TAKEBACK_QUAD_H
#define TAKEBACK_QUAD_H

#include "steps.h"
#include "takeback/refine.h"

enum {
    TB_LEVELS = 6,                                /* each half as fine as the one before */
    TB_LEVEL_COLUMNS = 2 * TB_PLANE_SIDE,         /* more than the widths of all levels */
    TB_LEVEL_ROWS = 2 * TB_PLANE_SIDE + TB_LEVELS /* and the heights, one row to spare in each */
};

/* Where each place of a rendering lies in the picture. The rendering is the square from -1 to 1,
 * the picture goes from 0 to 1 each way:
 *
 *   x = (m[0] u + m[1] v + m[2]) / w
 *   y = (m[3] u + m[4] v + m[5]) / w
 *   w = m[6] u + m[7] v + 1 */
typedef struct {
    float m[9];
} tb_placing;

/* Returns TB_OK, or TB_QUAD as in refine.h. */
int tb_placing_of_quad(const tb_quad *quad, tb_placing *placing);
void tb_quad_of_placing(const tb_placing *placing, tb_quad *quad);

/* Area of the quad in shares of the picture; below 0 when it is mirrored. */
float tb_quad_area(const tb_quad *quad);

/* The placing after the rendering itself was moved:
 *
 *   by         1 + by[0] u + by[1] v + by[2],  by[3] u + 1 + by[4] v + by[5],  by[6] u + by[7] v:
 *              what is added to u, to v and to w */
void tb_move_placing(const tb_placing *placing, const float by[8], tb_placing *moved);

/* A plane at each combination of TB_LEVELS widths and heights, made when first needed.
 *
 *   pixels     of a level: height + 1 rows of width words, the last row twice; the lower half of a
 *              word is a pixel as in tb_plane, the upper half its right neighbour, or itself where
 *              there is none */
typedef struct {
    const tb_plane *plane;
    size_t path;
    uint8_t is_made[TB_LEVELS][TB_LEVELS];
    uint32_t pixels[TB_LEVEL_ROWS * TB_LEVEL_COLUMNS];
} tb_levels;

typedef struct {
    const uint32_t *pixels;
    size_t width, height;
} tb_level;

/* The level `across` times halved in width and `down` times in height. */
tb_level tb_get_level(tb_levels *levels, size_t across, size_t down);

/* Render `side` by `side` places (side up to TB_FINE), top row first: luma, 0 to 255. */
enum { TB_FINE = 2 * TB_GRID };
void tb_render(tb_levels *levels, const tb_placing *placing, size_t side, float *grid);

/* Render 64 by 64 places, each the mean of four.
 *
 *   fine       TB_FINE * TB_FINE floats of scratch */
void tb_render_grid(tb_levels *levels, const tb_placing *placing, float *fine, float *grid);

#endif
