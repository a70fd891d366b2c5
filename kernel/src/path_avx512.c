/* The steps with sixteen numbers side by side. */
#include "dispatch.h"

#ifdef TB_HAS_AVX
#include <immintrin.h>

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), \
                             apply_to = function)
#else
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma")
#endif

#define LANES 16
#define TB_FUSED(a, b, c) ((lanes)_mm512_fmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#define TB_FOUR_QUADS(a, b, c, d)                                                     \
    ((lanes)_mm512_insertf32x4(                                                       \
        _mm512_insertf32x4(                                                           \
            _mm512_insertf32x4(_mm512_castps128_ps512((__m128)(a)), (__m128)(b), 1),  \
            (__m128)(c), 2),                                                          \
        (__m128)(d), 3))
#include "steps_lanes.h"

const tb_path tb_path_avx512 = {"avx512", shrink, transform, threshold};

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
