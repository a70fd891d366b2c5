/* Renderings and their slopes with eight numbers side by side. */
#include "dispatch.h"

#ifdef TB_HAS_AVX
#include <immintrin.h>

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#define LANES 8
#define TB_GATHER(words, places) \
    ((whole_lanes)_mm256_i32gather_epi32((const int *)(words), (__m256i)(places), 4))
#include "quad_lanes.h"

const tb_quad_steps tb_quad_avx2 = {render, make_waves, make_slopes, make_normal};

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
