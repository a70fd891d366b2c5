/* Distances with AVX-512 and its count of bits, eight listed fingerprints at once; used by
 * scan_avx512.c and index_avx512.c. */
#ifndef TAKEBACK_DISTANCES_AVX512_H
#define TAKEBACK_DISTANCES_AVX512_H

#include <immintrin.h>

#include "takeback/search.h"

#define WITH_WORD_COUNTS __attribute__((target("avx512f,avx512vpopcntdq")))

WITH_WORD_COUNTS static inline __m512i tb_differing(__m512i listed, const uint8_t *query,
                                                    size_t word)
{
    long long bits;

    __builtin_memcpy(&bits, query + word * sizeof bits, sizeof bits);
    return _mm512_popcnt_epi64(_mm512_xor_si512(listed, _mm512_set1_epi64(bits)));
}

/* Distances of eight listed fingerprints to a query: word w of each in register w of TB_WORDS. */
WITH_WORD_COUNTS static inline __m512i tb_distances_to(const __m512i *listed, const uint8_t *query)
{
    return _mm512_add_epi64(
        _mm512_add_epi64(tb_differing(listed[0], query, 0), tb_differing(listed[1], query, 1)),
        _mm512_add_epi64(tb_differing(listed[2], query, 2), tb_differing(listed[3], query, 3)));
}

#endif
