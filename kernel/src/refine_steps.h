/* The parts of tb_refine: how the waves of a rendering change as its quad moves, and how well they
 * suit a fingerprint. Used by refine.c and by the kernel's own tests. */
#ifndef TAKEBACK_REFINE_STEPS_H
#define TAKEBACK_REFINE_STEPS_H

#include "quad_steps.h"

enum { TB_RINGS = 24 /* of waves about equally fast */ };

void tb_make_coarse_cosines(tb_coarse_cosines *cosines);

/* A fingerprint as something to be fitted.
 *
 *   signs      1 where the bit is set, -1 where it is not
 *   rings      of each wave: below TB_RINGS; larger means faster */
typedef struct {
    float signs[TB_COUNT];
    uint8_t rings[TB_COUNT];
} tb_wanted;

void tb_make_wanted(const uint8_t *target, tb_wanted *wanted);

/* What a fit looks at.
 *
 *   shares     how much each wave counts: those slower than `reach` fully, faster ones less and
 *              less; they add up to 1
 *   sharpness  one over the strength, in mean strengths, from which on a wave lacks nothing: when
 *              small, all waves are asked to be strong, and a fit reaches further; when large, only
 *              those near the median count, and it ends nearer */
typedef struct {
    float shares[TB_COUNT];
    float sharpness;
} tb_emphasis;

void tb_make_emphasis(float reach, float sharpness, tb_emphasis *emphasis);

/* How badly waves suit: 0 when each lies well on its side of the median.
 *
 *   pulls      TB_COUNT floats, written: what the misfit gains with each wave
 *   bends      as many: what the pull gains, as far as a fit needs to know; never below 0 */
float tb_misfit(const tb_wanted *wanted, const tb_emphasis *emphasis, const float *waves,
                float *pulls, float *bends);

/* Find the move that the normal equations ask for; `damping` holds it back.
 *
 * Returns 1, or 0 when there is none. */
int tb_solve(const tb_normal *normal, float damping, float by[TB_WAYS]);

#endif
