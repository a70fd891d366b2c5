/* The ways of doing the steps that one machine or another has; all give the same bits. */
#ifndef TAKEBACK_DISPATCH_H
#define TAKEBACK_DISPATCH_H

#include "steps.h"

/* Each step has the buffers and ranges of its namesake in steps.h.
 *
 *   shrink     its space is TB_SHRINK_FLOATS floats, aligned to a float
 *   threshold  needs no space */
typedef struct {
    const char *name;
    void (*shrink)(const tb_sampling *sampling, float *space, float *grid);
    void (*transform)(const float *grid, float *space, float *waves);
    void (*threshold)(const float *waves, uint8_t *bytes);
} tb_path;

extern const tb_path tb_path_plain;

#if defined(__x86_64__) || defined(__i386__)
#define TB_HAS_AVX
extern const tb_path tb_path_avx2;
extern const tb_path tb_path_avx512;
#endif

/* The ways of this machine, numbered from 0, the plain one, to the fastest; 0 past the last. */
const tb_path *tb_path_at(size_t index);

const tb_path *tb_fastest_path(void);

#endif
