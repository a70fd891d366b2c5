/* Which listed fingerprints are near which queries: every pair is compared, none is skipped.
 *
 * As in kernel.h, callers own all memory; nothing here allocates, keeps state between calls, reads
 * or writes anything else. All paths give the same pairs in the same order. */
#ifndef TAKEBACK_SEARCH_H
#define TAKEBACK_SEARCH_H

#include "takeback/kernel.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TB_WORDS = 4,    /* words of 64 bits in a fingerprint */
    TB_BITS = 256,   /* bits of a fingerprint, and so the largest distance */
    TB_SCAN_LANES = 8 /* listed fingerprints that are compared side by side */
};

/* Two fingerprints within the limit.
 *
 *   listed     place in the list, from 0
 *   query      place among the queries, from 0
 *   distance   bits that differ, 0 to TB_BITS */
typedef struct {
    uint64_t listed;
    uint32_t query;
    uint32_t distance;
} tb_pair;

/* Compare every listed fingerprint with every query.
 *
 *   words      TB_WORDS rows of `count` words: row w holds the w-th eight bytes of each listed
 *              fingerprint, as the machine reads a word from memory
 *   queries    query_count (below 2^32) times TB_BYTES bytes
 *   limit      0 to TB_BITS; a pair is given when its distance is at most this
 *   path       0 to tb_path_count() - 1, as in kernel.h
 *   pairs      room for `room` of them; may be NULL when room is 0
 *
 * Returns how many pairs there are, however many had room; the first of them are written. They
 * come in blocks of TB_SCAN_LANES listed ones; within a block by query, then by place in the
 * list. */
size_t tb_scan(const uint64_t *words, size_t count, const uint8_t *queries, size_t query_count,
               int limit, size_t path, tb_pair *pairs, size_t room);

#ifdef __cplusplus
}
#endif

#endif
