/* The steps with eight numbers side by side. */
#include "dispatch.h"

#ifdef TB_HAS_AVX
#include <immintrin.h>

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#define LANES 8
#define TB_FUSED(a, b, c) ((lanes)_mm256_fmadd_ps((__m256)(a), (__m256)(b), (__m256)(c)))
#include "steps_lanes.h"

const tb_path tb_path_avx2 = {"avx2", shrink, transform, threshold};

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
