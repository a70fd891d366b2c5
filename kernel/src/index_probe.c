/* The way of a group of queries through an index.
 *
 * Nearly all the time goes into waiting for memory. So every probe goes through three stages, with
 * others in between: its offsets are asked for; they are read, and filters asked for; these are
 * compared. One thread, 10 million blended photographs: 40 thousand queries a second; 28 when
 * nothing is asked for ahead. */
#include "index_search.h"

enum {
    OFFSETS_AHEAD = 6, /* probes between the first stage and the second; 2 and 12 do as well */
    FILTERS_AHEAD = 6, /* between the second and the third */
    LINE_FILTERS = 32, /* in a line of the cache, which has 64 bytes */
    LINES_AHEAD = 32,  /* of a run; the machine itself reads on */
    PASS_WORK = 128    /* a pass costs what comparing so many filters does: it misses the cache */
};

static const uint16_t *filters_of(const tb_searching *search, size_t piece)
{
    return (const uint16_t *)(const void *)(tb_part(search, piece) + search->layout.filters);
}

static void ask_for_offsets(const tb_searching *search, tb_probe *probe)
{
    const uint32_t *offsets = (const uint32_t *)(const void *)tb_part(search, probe->piece);
    const uint64_t *ring = search->rings[probe->query];
    size_t start = search->starts[probe->piece];
    size_t key_bits = search->pieces.key_bits;
    uint32_t left = search->reach[search->units[probe->piece]] - probe->first;

    probe->count = left < TB_RUNS ? left : TB_RUNS;
    probe->key = tb_bits_of_ring(ring, start, key_bits);
    probe->runs.wanted = (uint16_t)tb_bits_of_ring(ring, start + key_bits, TB_FILTER_BITS);
    for (uint32_t i = 0; i < probe->count; i++) {
        __builtin_prefetch(offsets + (probe->key ^ search->flips[probe->first + i]));
    }
}

// Into the second level of the cache, as the locality of 2 says: its queue is longer, and a line
// takes 6 ns on the way instead of 9. The first and the last line are always asked for: whether a
// short run has one line or two is anybody's guess, and a wrong one takes longer than asking.
static void ask_for_filters(const uint16_t *first, uint32_t count)
{
    const uint16_t *last = first + count;

    __builtin_prefetch(first, 0, 2);
    if (count > LINES_AHEAD * LINE_FILTERS) {
        last = first + LINES_AHEAD * LINE_FILTERS;
    }
    for (const uint16_t *line = first + LINE_FILTERS; line < last; line += LINE_FILTERS) {
        __builtin_prefetch(line, 0, 2);
    }
    __builtin_prefetch(last, 0, 2);
}

/* Whether the offset of a key and its postings' filters can be relied on. */
static int is_run(const tb_index *index, const uint32_t *offset, const uint16_t *filters)
{
    const tb_guard *guard = index->guard;

    // What damage has made of the offsets must not be asked about.
    return tb_is_sound(guard, offset, 2 * sizeof *offset) && offset[0] <= offset[1] &&
           offset[1] <= index->count &&
           tb_is_sound(guard, filters + offset[0], (offset[1] - offset[0]) * sizeof *filters);
}

// All that is read again and again is held in variables: what is written might be it, for all the
// compiler knows.
static void ask_for_runs(tb_searching *search, tb_probe *probe)
{
    const uint32_t *offsets = (const uint32_t *)(const void *)tb_part(search, probe->piece);
    const uint16_t *filters = filters_of(search, probe->piece);
    const uint32_t *flips = search->flips + probe->first, key = probe->key;
    const uint8_t *flipped = search->flipped + probe->first;
    const uint32_t bound = search->bounds[probe->piece], count = probe->count;
    const tb_index index = *search->index;
    tb_runs *runs = &probe->runs;
    size_t kept = 0;

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t *offset = offsets + (key ^ flips[i]);
        uint32_t start = offset[0], length = offset[1] - start;
        if (!is_run(&index, offset, filters)) {
            search->is_damaged = 1;
            break;
        }
        runs->starts[kept] = start;
        runs->lengths[kept] = length;
        runs->bounds[kept] = (uint16_t)(bound - flipped[i]);
        kept += length > 0;
        ask_for_filters(filters + start, length);
    }
    runs->count = kept;
}

static void add_work(tb_searching *search, uint64_t work)
{
    search->work += work;
    search->group_work += work;
}

static void compare_runs(tb_searching *search, const tb_probe *probe, const tb_runs *runs)
{
    size_t near_ones = search->steps->near(filters_of(search, probe->piece), runs,
                                           search->numbers);

    for (size_t i = 0; i < near_ones; i++) {
        search->passes[search->pass_count++] =
            (tb_pass){probe->query, probe->piece, search->numbers[i], 0};
    }
    add_work(search, near_ones * PASS_WORK);
    if (search->pass_count >= TB_PASS_BATCH) {
        tb_look_at_passes(search);
    }
}

/* Whether the query is to be scanned for. When the group has cost what scanning for all of it does,
 * so are all that follow. */
static int is_too_much(tb_searching *search, const tb_probe *probe)
{
    uint64_t query = (uint64_t)1 << probe->query, count = search->index->count;

    if (search->work > TB_READ_WORK * count) {
        search->dropped |= query;
    }
    if (search->group_work > search->group_budget) {
        search->dropped |= ~(query - 1);
    }
    return (search->dropped & query) != 0;
}

static void compare_long_run(tb_searching *search, const tb_probe *probe, size_t run)
{
    tb_runs one;
    uint32_t left = probe->runs.lengths[run];

    one.count = 1;
    one.wanted = probe->runs.wanted;
    one.bounds[0] = probe->runs.bounds[run];
    one.starts[0] = probe->runs.starts[run];
    for (; left && !search->is_damaged && !is_too_much(search, probe);
         left -= one.lengths[0], one.starts[0] += one.lengths[0]) {
        one.lengths[0] = left < TB_NEAR_ROOM ? left : TB_NEAR_ROOM;
        add_work(search, one.lengths[0]);
        compare_runs(search, probe, &one);
    }
}

static void compare_probe(tb_searching *search, const tb_probe *probe)
{
    size_t length = 0;

    if (probe->query != search->current) {
        search->current = probe->query;
        search->work = 0;
    }
    if (is_too_much(search, probe)) {
        return;
    }
    for (size_t i = 0; i < probe->runs.count; i++) {
        length += probe->runs.lengths[i];
    }
    if (length <= TB_NEAR_ROOM) {
        add_work(search, length);
        compare_runs(search, probe, &probe->runs);
        return;
    }
    for (size_t i = 0; i < probe->runs.count; i++) {
        compare_long_run(search, probe, i);
    }
}

/* Advance to what is to be probed next: further keys, the next piece with units, the next query. */
static void advance(const tb_searching *search, tb_probe *next)
{
    next->first += TB_RUNS;
    while (next->query < search->query_count &&
           next->first >= search->reach[search->units[next->piece]]) {
        next->first = 0;
        next->piece++;
        if (next->piece == search->pieces.pieces) {
            next->piece = 0;
            next->query++;
        }
    }
}

void tb_probe_group(tb_searching *search)
{
    tb_probe next = {0, 0, 0, 0, 0, {{0}, {0}, {0}, 0, 0}};
    size_t asked = 0, found = 0, compared = 0;

    while (!search->is_damaged) {
        int is_last = next.query == search->query_count;
        if (!is_last) {
            tb_probe *probe = &search->waiting[asked++ % TB_WAITING];
            probe->query = next.query;
            probe->piece = next.piece;
            probe->first = next.first;
            ask_for_offsets(search, probe);
            advance(search, &next);
        } else if (compared == asked) {
            break;
        }
        if (found < asked && (is_last || asked - found > OFFSETS_AHEAD)) {
            ask_for_runs(search, &search->waiting[found++ % TB_WAITING]);
        }
        if (compared < found && (is_last || found - compared > FILTERS_AHEAD)) {
            compare_probe(search, &search->waiting[compared++ % TB_WAITING]);
        }
    }
    if (!search->is_damaged) {
        tb_look_at_passes(search);
    }
}
