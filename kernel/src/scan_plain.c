/* All pairs within a limit, one word after the other: what the faster paths must agree with. */
#include <string.h>

#include "scan.h"

/* How many bits of a word are set: first of each two, then of each four, of each byte, of all. */
static uint32_t count_bits(uint64_t word)
{
    word -= (word >> 1) & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + ((word >> 2) & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)((word * 0x0101010101010101u) >> 56);
}

static uint32_t distance_to(const tb_scanning *scan, size_t listed, const uint64_t *query)
{
    uint32_t distance = 0;

    for (size_t word = 0; word < TB_WORDS; word++) {
        distance += count_bits(scan->words[word * scan->count + listed] ^ query[word]);
    }
    return distance;
}

static void scan_block(tb_scanning *scan, size_t first, size_t last)
{
    for (size_t i = 0; i < scan->query_count; i++) {
        uint64_t query[TB_WORDS];
        memcpy(query, scan->queries + i * TB_BYTES, TB_BYTES);
        for (size_t listed = first; listed < last; listed++) {
            uint32_t distance = distance_to(scan, listed, query);
            if (distance <= scan->limit) {
                tb_keep_pair(scan, listed, i, distance);
            }
        }
    }
}

void tb_scan_plain(tb_scanning *scan, size_t first, size_t last)
{
    while (first < last) {
        size_t end = last - first < TB_SCAN_LANES ? last : first + TB_SCAN_LANES;
        scan_block(scan, first, end);
        first = end;
    }
}
