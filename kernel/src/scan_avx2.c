/* All pairs within a limit, eight listed fingerprints at once: AVX2. */
#include "scan.h"

#ifdef TB_HAS_AVX
#include "distances_avx2.h"

enum { HALF = TB_SCAN_LANES / 2 /* words in a register */ };

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
        __m256i below = tb_distances_to(lower, query);
        __m256i above = tb_distances_to(upper, query);
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
