/* The ways of tb_scan; used by scan.c and by the kernel's own tests. */
#ifndef TAKEBACK_SCAN_H
#define TAKEBACK_SCAN_H

#include "takeback/search.h"
#include "dispatch.h"

/* A scan under way. `found` counts every pair; those beyond `room` are not written.
 *
 *   first, last   part of the list that is compared */
typedef struct {
    const uint64_t *words;
    size_t count;
    const uint8_t *queries;
    size_t query_count;
    uint32_t limit;
    tb_pair *pairs;
    size_t room;
    size_t found;
} tb_scanning;

static inline void tb_keep_pair(tb_scanning *scan, size_t listed, size_t query, uint32_t distance)
{
    if (scan->found < scan->room) {
        scan->pairs[scan->found] = (tb_pair){listed, (uint32_t)query, distance};
    }
    scan->found++;
}

/* Compare the listed fingerprints first .. last - 1 with every query. The vector paths need whole
 * blocks: last - first must be a multiple of TB_SCAN_LANES. */
void tb_scan_plain(tb_scanning *scan, size_t first, size_t last);
#ifdef TB_HAS_AVX
void tb_scan_avx2(tb_scanning *scan, size_t first, size_t last);
void tb_scan_avx512(tb_scanning *scan, size_t first, size_t last);
#endif

#endif
