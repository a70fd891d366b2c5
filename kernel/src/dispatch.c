/* Which ways of doing the steps this machine has. */
#include "dispatch.h"

#ifdef TB_HAS_AVX
// Where the compiler was told so, nobody need be asked; ziglang's takes the machine it runs on, and
// its library does not answer the question.
static int has_avx2(void)
{
#if defined(__AVX2__) && defined(__FMA__)
    return 1;
#else
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
}

static int has_avx512(void)
{
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
    return has_avx2();
#else
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
}

// A machine that has one of these has those before it.
const tb_path *tb_path_at(size_t index)
{
    switch (index) {
        case 0:
            return &tb_path_plain;
        case 1:
            return has_avx2() ? &tb_path_avx2 : 0;
        case 2:
            return has_avx512() ? &tb_path_avx512 : 0;
        default:
            return 0;
    }
}

const tb_path *tb_fastest_path(void)
{
    return has_avx512() ? &tb_path_avx512 : has_avx2() ? &tb_path_avx2 : &tb_path_plain;
}
#else
const tb_path *tb_path_at(size_t index)
{
    return index == 0 ? &tb_path_plain : 0;
}

const tb_path *tb_fastest_path(void)
{
    return &tb_path_plain;
}
#endif

size_t tb_path_count(void)
{
    size_t count = 1;

    while (tb_path_at(count)) {
        count++;
    }
    return count;
}

const char *tb_path_name(size_t path)
{
    return tb_path_at(path)->name;
}

void tb_transform(const float *grid, float *space, float *waves)
{
    tb_fastest_path()->transform(grid, space, waves);
}

void tb_threshold(const float *waves, float *space, uint8_t *bytes)
{
    (void)space; // the plain way needs it
    tb_fastest_path()->threshold(waves, bytes);
}
