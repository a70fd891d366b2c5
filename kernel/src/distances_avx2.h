/* Distances with AVX2, four listed fingerprints at once; used by scan_avx2.c and index_avx2.c.
 *
 * Bits are counted by looking each half byte up in a table that one register holds. */
#ifndef TAKEBACK_DISTANCES_AVX2_H
#define TAKEBACK_DISTANCES_AVX2_H

#include <immintrin.h>

#include "takeback/search.h"

#define WITH_AVX2 __attribute__((target("avx2")))

enum { TB_HALF_BYTE = 4 /* bits */ };

/* The bits set in each byte. */
WITH_AVX2 static inline __m256i tb_count_in_bytes(__m256i value)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                            2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    __m256i lower = _mm256_shuffle_epi8(counts, _mm256_and_si256(value, low));
    __m256i upper = _mm256_shuffle_epi8(
        counts, _mm256_and_si256(_mm256_srli_epi16(value, TB_HALF_BYTE), low));

    return _mm256_add_epi8(lower, upper);
}

WITH_AVX2 static inline __m256i tb_differing(__m256i listed, const uint8_t *query, size_t word)
{
    long long bits;

    __builtin_memcpy(&bits, query + word * sizeof bits, sizeof bits);
    return tb_count_in_bytes(_mm256_xor_si256(listed, _mm256_set1_epi64x(bits)));
}

/* Distances of four listed fingerprints to a query: word w of each in register w of TB_WORDS. A
 * byte holds at most 32 before all are added up. */
WITH_AVX2 static inline __m256i tb_distances_to(const __m256i *listed, const uint8_t *query)
{
    __m256i sums = _mm256_add_epi8(
        _mm256_add_epi8(tb_differing(listed[0], query, 0), tb_differing(listed[1], query, 1)),
        _mm256_add_epi8(tb_differing(listed[2], query, 2), tb_differing(listed[3], query, 3)));

    return _mm256_sad_epu8(sums, _mm256_setzero_si256());
}

#endif
