/* The index's steps with AVX2: 32 bits, 16 filters and 4 fingerprints at once. */
#include "index_steps.h"

#ifdef TB_HAS_AVX
#include "distances_avx2.h"

enum { LANES = 4 /* fingerprints side by side */, FILTERS = 16 /* in a register */ };

/* Byte order[i] / 8 of a fingerprint, given both halves of it twice. */
WITH_AVX2 static inline __m256i bytes_at(__m256i lower, __m256i upper, __m256i order)
{
    __m256i byte = _mm256_and_si256(_mm256_srli_epi16(order, 3), _mm256_set1_epi8(31));
    __m256i is_upper = _mm256_cmpgt_epi8(byte, _mm256_set1_epi8(15));

    return _mm256_blendv_epi8(_mm256_shuffle_epi8(lower, byte), _mm256_shuffle_epi8(upper, byte),
                              is_upper);
}

WITH_AVX2 static inline uint32_t pick_32(__m256i lower, __m256i upper, const uint8_t *order)
{
    const __m256i powers = _mm256_set1_epi64x((long long)0x8040201008040201u);
    __m256i wanted = _mm256_loadu_si256((const __m256i *)order);
    __m256i bit = _mm256_shuffle_epi8(powers, _mm256_and_si256(wanted, _mm256_set1_epi8(7)));
    __m256i found = _mm256_and_si256(bytes_at(lower, upper, wanted), bit);

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, bit));
}

WITH_AVX2 static void pick(const uint8_t *bits, size_t count, const uint8_t *order,
                           uint64_t *picked)
{
    for (size_t i = 0; i < count; i++) {
        const __m128i *halves = (const __m128i *)(bits + i * TB_BYTES);
        __m256i lower = _mm256_broadcastsi128_si256(_mm_loadu_si128(halves));
        __m256i upper = _mm256_broadcastsi128_si256(_mm_loadu_si128(halves + 1));
        picked[i] = pick_32(lower, upper, order) |
                    (uint64_t)pick_32(lower, upper, order + TB_PICKED / 2) << 32;
    }
}

/* Two bits for each filter that differs in at most the bound. */
WITH_AVX2 static inline uint32_t near_in_register(const uint16_t *filters, __m256i wanted,
                                                  __m256i beyond)
{
    __m256i bytes = tb_count_in_bytes(
        _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)filters), wanted));
    __m256i counts = _mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1));

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi16(beyond, counts));
}

WITH_AVX2 static size_t near(const uint16_t *filters, const tb_runs *runs, uint32_t *numbers)
{
    const __m256i wanted = _mm256_set1_epi16((short)runs->wanted);
    size_t found = 0;

    for (size_t run = 0; run < runs->count; run++) {
        const __m256i beyond = _mm256_set1_epi16((short)(runs->bounds[run] + 1));
        uint32_t start = runs->starts[run], length = runs->lengths[run];
        for (uint32_t i = 0; i < length; i += FILTERS) {
            uint32_t near_ones = near_in_register(filters + start + i, wanted, beyond);
            if (length - i < FILTERS) {
                near_ones &= ((uint32_t)1 << 2 * (length - i)) - 1;
            }
            for (; near_ones; near_ones &= near_ones - 1, near_ones &= near_ones - 1) {
                numbers[found++] = start + i + (uint32_t)__builtin_ctz(near_ones) / 2;
            }
        }
    }
    return found;
}

/* Word w of four fingerprints to register w. */
WITH_AVX2 static inline void turn(const uint8_t *bits, __m256i *words)
{
    const __m256i *rows = (const __m256i *)bits;
    __m256i one = _mm256_loadu_si256(rows), two = _mm256_loadu_si256(rows + 1);
    __m256i three = _mm256_loadu_si256(rows + 2), four = _mm256_loadu_si256(rows + 3);
    __m256i even_low = _mm256_unpacklo_epi64(one, two), odd_low = _mm256_unpackhi_epi64(one, two);
    __m256i even_high = _mm256_unpacklo_epi64(three, four);
    __m256i odd_high = _mm256_unpackhi_epi64(three, four);

    words[0] = _mm256_permute2x128_si256(even_low, even_high, 0x20);
    words[1] = _mm256_permute2x128_si256(odd_low, odd_high, 0x20);
    words[2] = _mm256_permute2x128_si256(even_low, even_high, 0x31);
    words[3] = _mm256_permute2x128_si256(odd_low, odd_high, 0x31);
}

WITH_AVX2 static void keep_lanes(tb_comparing *comparing, __m256i distances, size_t first,
                                 size_t query)
{
    uint64_t lanes[LANES];

    _mm256_storeu_si256((__m256i *)lanes, distances);
    for (size_t lane = 0; lane < LANES; lane++) {
        if (lanes[lane] <= comparing->limit) {
            tb_keep(comparing, first + lane, query, (uint32_t)lanes[lane]);
        }
    }
}

WITH_AVX2 static void compare(tb_comparing *comparing, size_t first, size_t last)
{
    const __m256i beyond = _mm256_set1_epi64x((long long)comparing->limit + 1);

    for (; last - first >= LANES; first += LANES) {
        __m256i words[TB_WORDS];
        turn(comparing->bits + first * TB_BYTES, words);
        for (size_t i = 0; i < comparing->query_count; i++) {
            __m256i distances = tb_distances_to(words, comparing->queries + i * TB_BYTES);
            __m256i near_ones = _mm256_cmpgt_epi64(beyond, distances);
            if (!_mm256_testz_si256(near_ones, near_ones)) {
                keep_lanes(comparing, distances, first, i);
            }
        }
    }
    tb_index_plain.compare(comparing, first, last);
}

__attribute__((target("popcnt"))) uint32_t tb_apart_by_counts(const uint8_t *one,
                                                              const uint8_t *other)
{
    uint64_t a[TB_WORDS], b[TB_WORDS];

    __builtin_memcpy(a, one, TB_BYTES);
    __builtin_memcpy(b, other, TB_BYTES);
    return (uint32_t)(__builtin_popcountll(a[0] ^ b[0]) + __builtin_popcountll(a[1] ^ b[1]) +
                      __builtin_popcountll(a[2] ^ b[2]) + __builtin_popcountll(a[3] ^ b[3]));
}

const tb_index_steps tb_index_avx2 = {pick, near, tb_apart_by_counts, compare};
#else
typedef int tb_index_avx2_is_for_x86; // a file of C may not be empty
#endif
