/* The steps of index_*.c that have several ways; all ways do the same. */
#ifndef TAKEBACK_INDEX_STEPS_H
#define TAKEBACK_INDEX_STEPS_H

#include "dispatch.h"
#include "takeback/index.h"

enum {
    TB_PICKED = 64,        /* bits that are picked of one fingerprint */
    TB_RUNS = 64,          /* runs of one group */
    TB_NEAR_ROOM = 4096,   /* filters of one group that are compared in one go */
    TB_QUERY_GROUP = 64    /* queries that are searched or compared together */
};

/* Stretches of postings whose filters are to be compared with one query's.
 *
 *   starts, lengths   `count` of them, at most TB_RUNS; in numbers of postings
 *   bounds            in how many bits a filter may differ; below 256
 *   wanted            the query's own filter */
typedef struct {
    uint32_t starts[TB_RUNS];
    uint32_t lengths[TB_RUNS];
    uint16_t bounds[TB_RUNS];
    size_t count;
    uint16_t wanted;
} tb_runs;

/* A comparison of all pairs under way, of at most TB_QUERY_GROUP queries. `found` counts every
 * pair; those beyond `room` are not written. */
typedef struct {
    const uint8_t *bits;
    const uint64_t *withdrawn;
    const uint8_t *queries;
    size_t query_count;
    uint32_t limit;
    tb_pair *pairs;
    size_t room;
    size_t found;
} tb_comparing;

/* One way of doing them.
 *
 *   pick      picks the bits that TB_PICKED places of an order name (index_plan.h) from each of
 *             `count` fingerprints, the first to the lowest bit of a word
 *   near      writes the numbers of the postings whose filters are within their run's bound, run
 *             after run, and returns how many; the lengths add up to at most TB_NEAR_ROOM, and
 *             TB_INDEX_ALIGN bytes behind the last filter can be read
 *   apart     how many bits of two fingerprints differ
 *   compare   compares the listed first .. last - 1 with every query; pairs come in
 *             blocks of at most eight listed ones, within a block by query and then by place */
typedef struct {
    void (*pick)(const uint8_t *bits, size_t count, const uint8_t *order, uint64_t *picked);
    size_t (*near)(const uint16_t *filters, const tb_runs *runs, uint32_t *numbers);
    uint32_t (*apart)(const uint8_t *one, const uint8_t *other);
    void (*compare)(tb_comparing *comparing, size_t first, size_t last);
} tb_index_steps;

extern const tb_index_steps tb_index_plain;
#ifdef TB_HAS_AVX
extern const tb_index_steps tb_index_avx2;
extern const tb_index_steps tb_index_avx512;

/* `apart` of both. */
uint32_t tb_apart_by_counts(const uint8_t *one, const uint8_t *other);
#endif

/* The way of a path: 0 to tb_path_count() - 1. */
const tb_index_steps *tb_index_steps_of(size_t path);

static inline int tb_is_withdrawn(const uint64_t *withdrawn, size_t place)
{
    return withdrawn && withdrawn[place / 64] >> place % 64 & 1;
}

static inline void tb_keep(tb_comparing *comparing, size_t place, size_t query, uint32_t distance)
{
    if (tb_is_withdrawn(comparing->withdrawn, place)) {
        return;
    }
    if (comparing->found < comparing->room) {
        comparing->pairs[comparing->found] = (tb_pair){place, (uint32_t)query, distance};
    }
    comparing->found++;
}

/* How many bits are set, quick when they are few. */
static inline uint32_t tb_count_few(uint32_t bits)
{
    uint32_t count = 0;

    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

#endif
