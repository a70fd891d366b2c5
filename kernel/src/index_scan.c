/* Near fingerprints by comparing all, and the choice of the path. */
#include "index_order.h"
#include "index_steps.h"

enum {
    CHUNK = 2048,  /* listed fingerprints, 64 kB: stay in the cache while a group passes by */
    SORTED = 65536 /* pairs; of more, each query's are found by themselves, and so in order */
};

const tb_index_steps *tb_index_steps_of(size_t path)
{
#ifdef TB_HAS_AVX
    // Paths as in dispatch.c: 0 plain, 1 AVX2, 2 AVX-512. The first machines with AVX-512 cannot
    // count bits with it.
    if (path == 2 && __builtin_cpu_supports("avx512vpopcntdq") &&
        __builtin_cpu_supports("avx512bitalg")) {
        return &tb_index_avx512;
    }
    return path == 0 ? &tb_index_plain : &tb_index_avx2;
#else
    (void)path;
    return &tb_index_plain;
#endif
}

static int is_sound(const tb_guard *guard, const void *from, size_t bytes)
{
    return !guard || guard->is_sound(guard->holder, from, bytes);
}

/* Compare the list with a group of queries until all is compared or more than `enough` was found.
 * Returns 0 when the guard says no. */
static int compare_all(const tb_index *index, const tb_index_steps *steps, size_t enough,
                       tb_comparing *comparing)
{
    for (size_t first = 0; first < index->count && comparing->found <= enough; first += CHUNK) {
        size_t last = index->count - first < CHUNK ? index->count : first + CHUNK;
        if (!is_sound(index->guard, index->bits + first * TB_BYTES, (last - first) * TB_BYTES)) {
            return 0;
        }
        steps->compare(comparing, first, last);
    }
    return 1;
}

static void number_queries(tb_comparing *comparing, size_t first)
{
    size_t written = comparing->found < comparing->room ? comparing->found : comparing->room;

    for (size_t i = 0; i < written; i++) {
        comparing->pairs[i].query += (uint32_t)first;
    }
}

static size_t scan_group(const tb_index *index, const tb_index_steps *steps, size_t first,
                         tb_comparing *group)
{
    size_t most = group->room < SORTED ? group->room : SORTED;
    size_t found = 0, query_count = group->query_count;
    int is_alone = query_count == 1 || group->room == 0;

    if (!compare_all(index, steps, is_alone ? SIZE_MAX : most, group)) {
        return TB_INDEX_DAMAGED;
    }
    if (is_alone || group->found <= most) {
        number_queries(group, first);
        tb_sort_pairs(group->pairs, group->found < group->room ? group->found : group->room);
        return group->found;
    }
    for (size_t i = 0; i < query_count; i++) {
        size_t left = found < group->room ? group->room - found : 0;
        tb_comparing one = {group->bits, group->withdrawn, group->queries + i * TB_BYTES,
                            1, group->limit, left ? group->pairs + found : 0, left, 0};
        found += scan_group(index, steps, first + i, &one);
    }
    return found;
}

size_t tb_index_scan(const tb_index *index, const uint8_t *queries, size_t query_count, int limit,
                     size_t path, tb_pair *pairs, size_t room)
{
    const tb_index_steps *steps = tb_index_steps_of(path);
    size_t found = 0;

    for (size_t first = 0; first < query_count; first += TB_QUERY_GROUP) {
        size_t here = query_count - first < TB_QUERY_GROUP ? query_count - first : TB_QUERY_GROUP;
        size_t left = found < room ? room - found : 0;
        tb_comparing group = {index->bits, index->withdrawn, queries + first * TB_BYTES, here,
                              (uint32_t)limit, left ? pairs + found : 0, left, 0};
        size_t more = scan_group(index, steps, first, &group);
        if (more == TB_INDEX_DAMAGED) {
            return TB_INDEX_DAMAGED;
        }
        found += more;
    }
    return found;
}
