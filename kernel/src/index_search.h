/* A search under way; used by index_search.c, index_probe.c and index_pass.c. */
#ifndef TAKEBACK_INDEX_SEARCH_H
#define TAKEBACK_INDEX_SEARCH_H

#include "index_plan.h"
#include "index_steps.h"

enum {
    // Ways of changing at most TB_MOST_UNITS - 1 of TB_WIDEST_KEY bits: 1 + 26 + 325 + 2600.
    TB_MOST_FLIPS = 2952,
    TB_WAITING = 16, /* probes under way: a power of two above both distances of index_probe.c */
    TB_PASS_BATCH = 128, /* passes looked at together */
    TB_PASSES = TB_NEAR_ROOM + TB_PASS_BATCH,
    // Filters that are compared while one entry is read from memory; comparing it with a query,
    // once it is there, takes as long as a filter.
    TB_READ_WORK = 8
};

/* Some keys of one query in one piece, on their way: first their offsets are fetched, then the
 * filters, which are compared last.
 *
 *   first   number of the first key among the query's for this piece */
typedef struct {
    uint32_t query;
    uint32_t piece;
    uint32_t first;
    uint32_t count;
    uint32_t key;
    tb_runs runs;
} tb_probe;

/* A posting whose filter is near. */
typedef struct {
    uint32_t query;
    uint32_t piece;
    uint32_t number;
    uint32_t place;
} tb_pass;

/* All that one search needs, in the caller's workspace. Queries are numbered within their group.
 *
 *   units       of each piece; limit + 1 in all
 *   starts      where on the ring each piece's stretch begins
 *   bounds      in how many bits key and filter together may differ from a query's
 *   reach[u]    how many flips a piece of u units takes: those of up to u - 1 bits
 *   flips       bits of a key to change, those of fewer bits first; flipped: how many they are
 *   rings       each query's bits in the ring's order
 *   work        what the query at the end of the way has cost, in filters compared
 *   group_work  the same of the whole group; group_budget: when it is to be scanned for
 *   dropped     bit q: query q is to be scanned for, having cost more than that does
 *   found       pairs of each query; those written lie in `pairs` in any order */
typedef struct {
    const tb_index *index;
    const tb_index_steps *steps;
    tb_pieces pieces;
    tb_piece_layout layout;
    uint32_t limit;
    uint32_t units[TB_MOST_PIECES];
    uint32_t starts[TB_MOST_PIECES];
    uint32_t bounds[TB_MOST_PIECES];
    uint32_t reach[TB_MOST_UNITS + 1];
    uint32_t flips[TB_MOST_FLIPS];
    uint8_t flipped[TB_MOST_FLIPS];
    const uint8_t *queries;
    size_t query_count;
    uint64_t rings[TB_QUERY_GROUP][TB_WORDS];
    tb_probe waiting[TB_WAITING];
    uint32_t numbers[TB_NEAR_ROOM];
    tb_pass passes[TB_PASSES];
    size_t pass_count;
    uint32_t current;
    uint64_t work;
    uint64_t group_work;
    uint64_t group_budget;
    uint64_t dropped;
    size_t found[TB_QUERY_GROUP];
    tb_pair *pairs;
    size_t room;
    size_t written;
    int is_damaged;
} tb_searching;

/* Find the pairs of a group of queries. Sets `found`, `dropped`, `written` and `is_damaged`. */
void tb_probe_group(tb_searching *search);

/* Look at the listed fingerprints that the passes so far lead to, and keep the pairs. */
void tb_look_at_passes(tb_searching *search);

static inline int tb_is_sound(const tb_guard *guard, const void *from, size_t bytes)
{
    return !guard || guard->is_sound(guard->holder, from, bytes);
}

/* `count` bits of a ring, at most 32, from a place on it that may be beyond its end. */
static inline uint32_t tb_bits_of_ring(const uint64_t *ring, size_t from, size_t count)
{
    size_t word = from / 64 % TB_WORDS, shift = from % 64;
    uint64_t bits = ring[word] >> shift;

    if (shift) {
        bits |= ring[(word + 1) % TB_WORDS] << (64 - shift);
    }
    return (uint32_t)(bits & (((uint64_t)1 << count) - 1));
}

/* Where a piece of the index begins. */
static inline const uint8_t *tb_part(const tb_searching *search, size_t piece)
{
    return (const uint8_t *)search->index->index + piece * search->layout.bytes;
}

#endif
