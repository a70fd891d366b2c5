/* Near fingerprints in a long list without comparing them all; exact, as comparing them all is.
 *
 * A fingerprint's 256 bits are cut into pieces. Where two fingerprints differ in at most `limit`
 * bits, some piece differs in few; so entries are kept in buckets by the bits of each piece, and a
 * query is compared with those whose piece is nearly its own. The plan says which bits make up
 * which piece.
 *
 * As in kernel.h, callers own all memory; nothing here allocates, keeps state between calls, reads
 * or writes anything else. Any number of threads may search one index at once, each with a
 * workspace of its own. All paths give the same pairs in the same order. */
#ifndef TAKEBACK_INDEX_H
#define TAKEBACK_INDEX_H

#include "takeback/search.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TB_INDEX_LIMIT = 31,  /* the largest limit that an index is searched with */
    TB_INDEX_ALIGN = 64,  /* bytes: how an index and every workspace here are aligned */
    TB_PLAN_BYTES = 1024
};

/* Returned by tb_index_search instead of a number of pairs. */
#define TB_INDEX_DAMAGED SIZE_MAX

/* How the bits are cut into pieces, and the form of what is kept for each. Plain data, of the same
 * meaning on every machine with the lowest byte first, so that it stands in files as it is. */
typedef struct {
    uint64_t words[TB_PLAN_BYTES / 8];
} tb_plan;

/* Choose a plan for a list.
 *
 *   bits        count times TB_BYTES bytes: the list; some of its rows are read
 *   count       below 2^32
 *   is_compact  1: at most 64 bytes of index an entry; 0: at most 200, and faster
 *   path        0 to tb_path_count() - 1, as in kernel.h: lists up to a length that depends on it
 *               are scanned faster than searched, and get a plan of no pieces */
void tb_plan_choose(const uint8_t *bits, size_t count, int is_compact, size_t path, tb_plan *plan);

/* Whether a plan that was read from somewhere can be used for a list of `count` entries: 1 or 0.
 * After 1, building and searching stay within memory of the sizes below, whatever it holds. */
int tb_plan_is_sound(const tb_plan *plan, size_t count);

/* Pieces of a sound plan, here and below; 0 when the list is to be scanned. */
size_t tb_plan_pieces(const tb_plan *plan);

/* Bytes of the index over `count` entries: a multiple of TB_INDEX_ALIGN; 0 without pieces. */
size_t tb_index_bytes(const tb_plan *plan, size_t count);

/* Bytes of workspace that building any one piece needs. */
size_t tb_index_build_workspace_bytes(const tb_plan *plan, size_t count);

/* Build one piece. Several threads may build different ones of the same index at once.
 *
 *   bits        count times TB_BYTES bytes
 *   piece       0 to tb_plan_pieces(plan) - 1
 *   index       tb_index_bytes(plan, count) bytes; only this piece's part is written
 *   workspace   its content before does not matter */
void tb_index_build_piece(const tb_plan *plan, const uint8_t *bits, size_t count, size_t piece,
                          void *index, void *workspace);

/* Asked before bytes of an index or of its list are relied on: 1 when they are as they were
 * written, 0 when not. It may be asked about the same ones often.
 *
 *   holder      given back to is_sound */
typedef struct {
    int (*is_sound)(void *holder, const void *from, size_t bytes);
    void *holder;
} tb_guard;

/* What a search looks at; none of it is changed.
 *
 *   bits        count times TB_BYTES bytes
 *   count       below 2^32
 *   index       every piece built from these bits; may be NULL for a plan without pieces
 *   withdrawn   (count + 63) / 64 words: where bit i % 64 of word i / 64 is set, place i is never
 *               given. NULL: none is withdrawn
 *   guard       NULL: everything is known to be sound */
typedef struct {
    const tb_plan *plan;
    const uint8_t *bits;
    size_t count;
    const void *index;
    const uint64_t *withdrawn;
    const tb_guard *guard;
} tb_index;

/* Bytes of workspace that tb_index_search needs. */
size_t tb_index_workspace_bytes(const tb_plan *plan);

/* Find every pair of a query and a listed fingerprint within a limit.
 *
 *   queries     query_count (below 2^32) times TB_BYTES bytes
 *   limit       0 to TB_INDEX_LIMIT
 *   path        0 to tb_path_count() - 1
 *   workspace   its content before does not matter
 *   pairs       room for `room` of them; may be NULL when room is 0
 *
 * Returns how many pairs there are, however many had room, each once; the first of them are
 * written, by query and then by place. The same pairs as tb_index_scan gives, and never much
 * slower: where many entries share a bucket, the list is scanned.
 *
 * Returns TB_INDEX_DAMAGED, whatever was written by then, when the guard says no, or when the
 * index leads outside of its memory (which is never read). */
size_t tb_index_search(const tb_index *index, const uint8_t *queries, size_t query_count,
                       int limit, size_t path, void *workspace, tb_pair *pairs, size_t room);

/* Find the same pairs by comparing every one of them; plan and index need not be there, and the
 * guard is asked about bits. As tb_index_search, but limit may be 0 to TB_BITS. */
size_t tb_index_scan(const tb_index *index, const uint8_t *queries, size_t query_count, int limit,
                     size_t path, tb_pair *pairs, size_t room);

/* Overwrite withdrawn entries with zeros, in the list and in what the index repeats of it, so that
 * no trace of them is left. Searches that are told of them as withdrawn stay right.
 *
 *   places      place_count places of the list, rising
 *   index       as built from these bits, before they are overwritten here */
void tb_index_blank(const tb_plan *plan, uint8_t *bits, size_t count, const uint64_t *places,
                    size_t place_count, void *index);

#ifdef __cplusplus
}
#endif

#endif
