/* The index's steps with AVX-512 and its counts of bits: 64 bits, 32 filters and 8 fingerprints at
 * once. */
#include "index_steps.h"

#ifdef TB_HAS_AVX
#include "distances_avx512.h"

#define WITH_COUNTS \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bitalg,avx512vpopcntdq")))

enum { LANES = 8 /* fingerprints side by side */, FILTERS = 32 /* in a register */ };

WITH_COUNTS static void pick(const uint8_t *bits, size_t count, const uint8_t *order,
                             uint64_t *picked)
{
    const __m512i wanted = _mm512_loadu_si512(order);
    const __m512i byte = _mm512_and_si512(_mm512_srli_epi16(wanted, 3), _mm512_set1_epi8(31));
    const __mmask64 is_upper = _mm512_test_epi8_mask(byte, _mm512_set1_epi8(16));
    const __m512i bit =
        _mm512_shuffle_epi8(_mm512_set1_epi64((long long)0x8040201008040201u),
                            _mm512_and_si512(wanted, _mm512_set1_epi8(7)));

    for (size_t i = 0; i < count; i++) {
        const __m128i *halves = (const __m128i *)(bits + i * TB_BYTES);
        __m512i lower = _mm512_broadcast_i32x4(_mm_loadu_si128(halves));
        __m512i upper = _mm512_broadcast_i32x4(_mm_loadu_si128(halves + 1));
        __m512i bytes = _mm512_mask_shuffle_epi8(_mm512_shuffle_epi8(lower, byte), is_upper, upper,
                                                 byte);
        picked[i] = _mm512_test_epi8_mask(bytes, bit);
    }
}

WITH_COUNTS static size_t near(const uint16_t *filters, const tb_runs *runs, uint32_t *numbers)
{
    const __m512i wanted = _mm512_set1_epi16((short)runs->wanted);
    size_t found = 0;

    for (size_t run = 0; run < runs->count; run++) {
        const __m512i bound = _mm512_set1_epi16((short)runs->bounds[run]);
        uint32_t start = runs->starts[run], length = runs->lengths[run];
        for (uint32_t i = 0; i < length; i += FILTERS) {
            __mmask32 here = length - i < FILTERS ? ((uint32_t)1 << (length - i)) - 1 : ~0u;
            __m512i listed = _mm512_loadu_si512(filters + start + i);
            __m512i apart = _mm512_popcnt_epi16(_mm512_xor_si512(listed, wanted));
            uint32_t near_ones = _mm512_mask_cmple_epu16_mask(here, apart, bound);
            for (; near_ones; near_ones &= near_ones - 1) {
                numbers[found++] = start + i + (uint32_t)__builtin_ctz(near_ones);
            }
        }
    }
    return found;
}

/* Word w of eight fingerprints to register w, in the order of keep_lanes. */
WITH_COUNTS static inline void turn(const uint8_t *bits, __m512i *words)
{
    __m512i one = _mm512_loadu_si512(bits), two = _mm512_loadu_si512(bits + 64);
    __m512i three = _mm512_loadu_si512(bits + 128), four = _mm512_loadu_si512(bits + 192);
    __m512i even_low = _mm512_unpacklo_epi64(one, two), odd_low = _mm512_unpackhi_epi64(one, two);
    __m512i even_high = _mm512_unpacklo_epi64(three, four);
    __m512i odd_high = _mm512_unpackhi_epi64(three, four);

    words[0] = _mm512_shuffle_i64x2(even_low, even_high, 0x88);
    words[1] = _mm512_shuffle_i64x2(odd_low, odd_high, 0x88);
    words[2] = _mm512_shuffle_i64x2(even_low, even_high, 0xDD);
    words[3] = _mm512_shuffle_i64x2(odd_low, odd_high, 0xDD);
}

WITH_COUNTS static void keep_lanes(tb_comparing *comparing, __mmask8 near_ones, __m512i distances,
                                   size_t first, size_t query)
{
    static const uint8_t lane_of[LANES] = {0, 2, 1, 3, 4, 6, 5, 7};
    uint64_t lanes[LANES];

    _mm512_storeu_si512(lanes, distances);
    for (size_t i = 0; i < LANES; i++) {
        if (near_ones >> lane_of[i] & 1) {
            tb_keep(comparing, first + i, query, (uint32_t)lanes[lane_of[i]]);
        }
    }
}

WITH_COUNTS static void compare(tb_comparing *comparing, size_t first, size_t last)
{
    const __m512i limit = _mm512_set1_epi64(comparing->limit);

    for (; last - first >= LANES; first += LANES) {
        __m512i words[TB_WORDS];
        turn(comparing->bits + first * TB_BYTES, words);
        for (size_t i = 0; i < comparing->query_count; i++) {
            __m512i distances = tb_distances_to(words, comparing->queries + i * TB_BYTES);
            __mmask8 near_ones = _mm512_cmple_epu64_mask(distances, limit);
            if (near_ones) {
                keep_lanes(comparing, near_ones, distances, first, i);
            }
        }
    }
    tb_index_plain.compare(comparing, first, last);
}

const tb_index_steps tb_index_avx512 = {pick, near, tb_apart_by_counts, compare};
#else
typedef int tb_index_avx512_is_for_x86; // a file of C may not be empty
#endif
