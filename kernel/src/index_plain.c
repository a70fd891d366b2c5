/* The index's steps, one bit, one filter and one fingerprint after the other: what the faster ways
 * must agree with. */
#include <string.h>

#include "index_steps.h"

/* How many bits of a word are set: first of each two, then of each four, of each byte, of all. */
static uint32_t count_bits(uint64_t word)
{
    word -= (word >> 1) & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + ((word >> 2) & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)((word * 0x0101010101010101u) >> 56);
}

static uint64_t pick_one(const uint8_t *bits, const uint8_t *order)
{
    uint64_t picked = 0;

    for (size_t i = 0; i < TB_PICKED; i++) {
        picked |= (uint64_t)(bits[order[i] / 8] >> order[i] % 8 & 1) << i;
    }
    return picked;
}

static void pick(const uint8_t *bits, size_t count, const uint8_t *order, uint64_t *picked)
{
    for (size_t i = 0; i < count; i++) {
        picked[i] = pick_one(bits + i * TB_BYTES, order);
    }
}

static size_t near(const uint16_t *filters, const tb_runs *runs, uint32_t *numbers)
{
    size_t found = 0;

    for (size_t run = 0; run < runs->count; run++) {
        uint32_t end = runs->starts[run] + runs->lengths[run];
        for (uint32_t i = runs->starts[run]; i < end; i++) {
            numbers[found] = i;
            found += count_bits((uint64_t)(filters[i] ^ runs->wanted)) <= runs->bounds[run];
        }
    }
    return found;
}

static uint32_t apart(const uint8_t *one, const uint8_t *other)
{
    uint64_t a[TB_WORDS], b[TB_WORDS];
    uint32_t differing = 0;

    memcpy(a, one, TB_BYTES);
    memcpy(b, other, TB_BYTES);
    for (size_t word = 0; word < TB_WORDS; word++) {
        differing += count_bits(a[word] ^ b[word]);
    }
    return differing;
}

static void compare(tb_comparing *comparing, size_t first, size_t last)
{
    for (size_t place = first; place < last; place++) {
        for (size_t i = 0; i < comparing->query_count; i++) {
            uint32_t distance = apart(comparing->bits + place * TB_BYTES,
                                      comparing->queries + i * TB_BYTES);
            if (distance <= comparing->limit) {
                tb_keep(comparing, place, i, distance);
            }
        }
    }
}

const tb_index_steps tb_index_plain = {pick, near, apart, compare};
