/* Renderings and their slopes with sixteen numbers side by side. */
#include "dispatch.h"

#ifdef TB_HAS_AVX
#include <immintrin.h>

#ifdef __clang__
#pragma clang attribute push(                                                       \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma")
#endif

#define LANES 16
#define TB_GATHER(words, places) \
    ((whole_lanes)_mm512_i32gather_epi32((__m512i)(places), (words), 4))
#include "quad_lanes.h"

const tb_quad_steps tb_quad_avx512 = {render, make_waves, make_slopes, make_normal};

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
