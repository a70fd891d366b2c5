/* The steps of renderings and refinement that are made for several kinds of machine. */
#ifndef TAKEBACK_QUAD_STEPS_H
#define TAKEBACK_QUAD_STEPS_H

#include "dispatch.h"
#include "quad.h"

enum {
    TB_COARSE = TB_GRID / 2,        /* side of the rendering that is fitted */
    TB_COUNT = TB_WAVES * TB_WAVES, /* waves, and bits */
    TB_WAYS = 8                     /* in which a quad can move: by[] of tb_move_placing */
};

/* Cosines of the transform of a coarse rendering, times a power of the place (-1 to 1).
 *
 *   down       [power][wave][place]
 *   across     [power][place][wave] */
typedef struct {
    float down[3][TB_WAVES][TB_COARSE];
    float across[3][TB_COARSE][TB_WAVES];
} tb_coarse_cosines;

/* What a fit needs to know of the misfit around a placing: half of its second derivatives by the
 * ways to move, and its first. */
typedef struct {
    float bends[TB_WAYS][TB_WAYS];
    float pulls[TB_WAYS];
} tb_normal;

/* The steps, as one kind of machine takes them; all give the same bits.
 *
 *   render     a level into `side` by `side` places (32, 64 or 128), top row first: luma, 0 to 255
 *   waves      of a coarse rendering: as tb_transform's but for a few hundredths.
 *              grid: TB_COARSE * TB_COARSE floats, top row first; waves: TB_COUNT floats
 *   slopes     what each wave gains as the quad moves each way, for small moves: TB_WAYS rows of
 *              TB_COUNT floats
 *   normal     pulls and bends as in tb_misfit */
typedef struct {
    void (*render)(const tb_level *level, const tb_placing *placing, size_t side, float *grid);
    void (*waves)(const tb_coarse_cosines *cosines, const float *grid, float *waves);
    void (*slopes)(const tb_coarse_cosines *cosines, const float *grid, float *slopes);
    void (*normal)(const float *slopes, const float *pulls, const float *bends, tb_normal *normal);
} tb_quad_steps;

extern const tb_quad_steps tb_quad_plain;
#ifdef TB_HAS_AVX
extern const tb_quad_steps tb_quad_avx2;
extern const tb_quad_steps tb_quad_avx512;
#endif

/* The steps of a path: 0 to tb_path_count() - 1. */
const tb_quad_steps *tb_quad_steps_of(size_t path);

#endif
