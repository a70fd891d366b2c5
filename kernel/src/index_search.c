/* Searching an index: what is prepared once, and the queries in groups. */
#include <string.h>

#include "index_order.h"
#include "index_search.h"

/* Of limit + 1 units, each piece gets an equal share; what is over goes to the first. */
static void share_units(tb_searching *search)
{
    uint32_t units = search->limit + 1, pieces = (uint32_t)search->pieces.pieces;

    for (uint32_t piece = 0; piece < pieces; piece++) {
        search->units[piece] = units / pieces + (piece < units % pieces);
    }
}

/* Key and filter of a piece differ in less than the units of all pieces they touch. */
static void find_bounds(tb_searching *search)
{
    const tb_pieces *pieces = &search->pieces;

    for (size_t piece = 0; piece < pieces->pieces; piece++) {
        size_t start = tb_stretch_start(pieces, piece), units = 0;
        size_t end = start + pieces->key_bits + TB_FILTER_BITS;
        for (size_t touched = piece; tb_stretch_start(pieces, touched) < end; touched++) {
            units += search->units[touched % pieces->pieces];
        }
        search->starts[piece] = (uint32_t)start;
        search->bounds[piece] = (uint32_t)units - 1;
    }
}

/* Write the flips of `bits` bits, all of them below `below`, each added to `flip`. */
static uint32_t write_flips(tb_searching *search, uint32_t at, uint32_t flip, uint32_t bits,
                            uint32_t below)
{
    if (bits == 0) {
        search->flips[at] = flip;
        search->flipped[at] = (uint8_t)tb_count_few(flip);
        return at + 1;
    }
    for (uint32_t bit = bits - 1; bit < below; bit++) {
        at = write_flips(search, at, flip | (uint32_t)1 << bit, bits - 1, bit);
    }
    return at;
}

static void find_flips(tb_searching *search)
{
    uint32_t most = search->units[0];

    search->reach[0] = 0;
    for (uint32_t bits = 0; bits < most; bits++) {
        search->reach[bits + 1] =
            write_flips(search, search->reach[bits], 0, bits, (uint32_t)search->pieces.key_bits);
    }
}

static void begin(tb_searching *search, const tb_index *index, int limit, size_t path)
{
    search->index = index;
    search->steps = tb_index_steps_of(path);
    search->limit = (uint32_t)limit;
    tb_read_plan(index->plan, index->count, &search->pieces);
    search->layout = tb_lay_piece_out(&search->pieces, index->count);
    search->dropped = 0;
    share_units(search);
    find_bounds(search);
    find_flips(search);
}

static void begin_group(tb_searching *search, const uint8_t *queries, size_t query_count,
                        tb_pair *pairs, size_t room)
{
    search->queries = queries;
    search->query_count = query_count;
    search->pairs = pairs;
    search->room = room;
    search->pass_count = search->written = 0;
    search->current = TB_QUERY_GROUP;
    // Those behind a group that had to be scanned for are likely to be like it.
    search->group_budget = search->index->count * (uint64_t)(TB_READ_WORK + query_count);
    search->group_budget /= search->dropped ? TB_READ_WORK : 1;
    search->work = search->group_work = search->dropped = 0;
    search->is_damaged = 0;
    memset(search->found, 0, sizeof search->found);
    for (size_t i = 0; i < query_count; i++) {
        for (size_t word = 0; word < TB_WORDS; word++) {
            search->steps->pick(queries + i * TB_BYTES, 1,
                                search->pieces.order + word * TB_PICKED, &search->rings[i][word]);
        }
    }
}

/* Forget the pairs of dropped queries. Returns how many the others have, written or not. */
static size_t leave_out_dropped(tb_searching *search)
{
    size_t kept = 0, found = 0;

    for (size_t i = 0; i < search->written; i++) {
        if (!(search->dropped >> search->pairs[i].query & 1)) {
            search->pairs[kept++] = search->pairs[i];
        }
    }
    for (size_t i = 0; i < search->query_count; i++) {
        found += search->dropped >> i & 1 ? 0 : search->found[i];
    }
    search->written = kept;
    return found;
}

/* Scan for the dropped queries together; their pairs are written behind the others'. Returns how
 * many they have, or TB_INDEX_DAMAGED. */
static size_t scan_for_dropped(tb_searching *search, size_t path)
{
    uint8_t queries[TB_QUERY_GROUP * TB_BYTES] = {0};
    uint32_t numbers[TB_QUERY_GROUP];
    size_t count = 0, left = search->room - search->written, found;
    tb_pair *pairs = left ? search->pairs + search->written : 0;

    for (uint32_t i = 0; i < search->query_count; i++) {
        if (search->dropped >> i & 1) {
            memcpy(queries + count * TB_BYTES, search->queries + i * TB_BYTES, TB_BYTES);
            numbers[count++] = i;
        }
    }
    found = tb_index_scan(search->index, queries, count, (int)search->limit, path, pairs, left);
    for (size_t i = 0; found != TB_INDEX_DAMAGED && i < found && i < left; i++) {
        pairs[i].query = numbers[pairs[i].query];
    }
    return found;
}

/* Returns how many pairs the group has, or TB_INDEX_DAMAGED. As many as there is room for are
 * written, in order, numbered within the group. */
static size_t search_group(tb_searching *search, size_t path)
{
    size_t found, more = 0;

    tb_probe_group(search);
    if (search->is_damaged) {
        return TB_INDEX_DAMAGED;
    }
    found = leave_out_dropped(search);
    if (search->dropped) {
        more = scan_for_dropped(search, path);
    }
    if (more == TB_INDEX_DAMAGED || search->room == 0) {
        return more == TB_INDEX_DAMAGED ? more : found + more;
    }
    if (search->written == found && found + more <= search->room) {
        tb_sort_pairs(search->pairs, found + more);
        return found + more;
    }
    // Without room for all, only a scan comes upon the first ones.
    return tb_index_scan(search->index, search->queries, search->query_count, (int)search->limit,
                         path, search->pairs, search->room);
}

static void number_queries(tb_pair *pairs, size_t count, size_t first)
{
    for (size_t i = 0; i < count; i++) {
        pairs[i].query += (uint32_t)first;
    }
}

size_t tb_index_workspace_bytes(const tb_plan *plan)
{
    return tb_plan_pieces(plan) ? sizeof(tb_searching) : TB_INDEX_ALIGN;
}

size_t tb_index_search(const tb_index *index, const uint8_t *queries, size_t query_count,
                       int limit, size_t path, void *workspace, tb_pair *pairs, size_t room)
{
    tb_searching *search = workspace;
    size_t found = 0;

    if (tb_plan_pieces(index->plan) == 0) {
        return tb_index_scan(index, queries, query_count, limit, path, pairs, room);
    }
    begin(search, index, limit, path);
    for (size_t first = 0; first < query_count; first += TB_QUERY_GROUP) {
        const uint8_t *group = queries + first * TB_BYTES;
        size_t count = query_count - first < TB_QUERY_GROUP ? query_count - first : TB_QUERY_GROUP;
        size_t left = found < room ? room - found : 0, more;
        tb_pair *here = left ? pairs + found : 0;

        begin_group(search, group, count, here, left);
        more = search_group(search, path);
        if (more == TB_INDEX_DAMAGED) {
            return TB_INDEX_DAMAGED;
        }
        number_queries(here, more < left ? more : left, first);
        found += more;
    }
    return found;
}
