/* All pairs within a limit, eight listed fingerprints at once: AVX2.
 *
 * Bits are counted by looking each half byte up in a table that one register holds. */
#include "scan.h"

#ifdef TB_HAS_AVX
#include <immintrin.h>

#define WITH_AVX2 __attribute__((target("avx2")))

enum { HALF = TB_SCAN_LANES / 2 /* words in a register */ };

/* The bits set in each byte. */
WITH_AVX2 static inline __m256i count_in_bytes(__m256i value)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                            2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    __m256i lower = _mm256_shuffle_epi8(counts, _mm256_and_si256(value, low));
    __m256i upper = _mm256_shuffle_epi8(
        counts, _mm256_and_si256(_mm256_srli_epi16(value, HALF), low));

    return _mm256_add_epi8(lower, upper);
}

WITH_AVX2 static inline __m256i differing(__m256i listed, const uint8_t *query, size_t word)
{
    long long bits;

    __builtin_memcpy(&bits, query + word * sizeof bits, sizeof bits);
    return count_in_bytes(_mm256_xor_si256(listed, _mm256_set1_epi64x(bits)));
}

/* Distances of four listed fingerprints. A byte holds at most 32 before all are added up. */
WITH_AVX2 static inline __m256i distances_to(const __m256i *listed, const uint8_t *query)
{
    __m256i sums = _mm256_add_epi8(
        _mm256_add_epi8(differing(listed[0], query, 0), differing(listed[1], query, 1)),
        _mm256_add_epi8(differing(listed[2], query, 2), differing(listed[3], query, 3)));

    return _mm256_sad_epu8(sums, _mm256_setzero_si256());
}

WITH_AVX2 static void keep_lanes(tb_scanning *scan, __m256i lower, __m256i upper, size_t first,
                                 size_t query)
{
    uint64_t lanes[TB_SCAN_LANES];

    _mm256_storeu_si256((__m256i *)lanes, lower);
    _mm256_storeu_si256((__m256i *)(lanes + HALF), upper);
    for (size_t lane = 0; lane < TB_SCAN_LANES; lane++) {
        if (lanes[lane] <= scan->limit) {
            tb_keep_pair(scan, first + lane, query, (uint32_t)lanes[lane]);
        }
    }
}

WITH_AVX2 static void scan_block(tb_scanning *scan, size_t first)
{
    const __m256i beyond = _mm256_set1_epi64x((long long)scan->limit + 1);
    __m256i lower[TB_WORDS], upper[TB_WORDS];

    for (size_t word = 0; word < TB_WORDS; word++) {
        const uint64_t *row = scan->words + word * scan->count + first;
        lower[word] = _mm256_loadu_si256((const __m256i *)row);
        upper[word] = _mm256_loadu_si256((const __m256i *)(row + HALF));
    }
    for (size_t i = 0; i < scan->query_count; i++) {
        const uint8_t *query = scan->queries + i * TB_BYTES;
        __m256i below = distances_to(lower, query);
        __m256i above = distances_to(upper, query);
        __m256i near = _mm256_or_si256(_mm256_cmpgt_epi64(beyond, below),
                                       _mm256_cmpgt_epi64(beyond, above));
        if (!_mm256_testz_si256(near, near)) {
            keep_lanes(scan, below, above, first, i);
        }
    }
}

void tb_scan_avx2(tb_scanning *scan, size_t first, size_t last)
{
    for (; first < last; first += TB_SCAN_LANES) {
        scan_block(scan, first);
    }
}
#else
typedef int tb_scan_avx2_is_for_x86; // a file of C may not be empty
#endif
