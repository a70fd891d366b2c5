/* Postings whose filters were near: few, and each leads to two places in memory. So they are looked
 * at in batches: all are asked for first. */
#include "index_search.h"

/* Whether key and filter of a piece lead from the query to an entry that differs in these bits. */
static int leads_there(const tb_searching *search, const uint64_t *differing, size_t piece)
{
    size_t start = search->starts[piece];
    size_t key_bits = search->pieces.key_bits;
    uint32_t in_key = tb_count_few(tb_bits_of_ring(differing, start, key_bits));
    uint32_t in_filter =
        tb_count_few(tb_bits_of_ring(differing, start + key_bits, TB_FILTER_BITS));

    return in_key < search->units[piece] && in_key + in_filter <= search->bounds[piece];
}

/* Several pieces may lead to one entry; the first of them gives the pair. */
static int is_first_to_lead(const tb_searching *search, const tb_pass *pass)
{
    const uint8_t *bits = search->index->bits + (size_t)pass->place * TB_BYTES;
    uint64_t differing[TB_WORDS];

    for (size_t word = 0; word < TB_WORDS; word++) {
        search->steps->pick(bits, 1, search->pieces.order + word * TB_PICKED, &differing[word]);
        differing[word] ^= search->rings[pass->query][word];
    }
    for (size_t piece = 0; piece < pass->piece; piece++) {
        if (leads_there(search, differing, piece)) {
            return 0;
        }
    }
    return 1;
}

static void look_at(tb_searching *search, const tb_pass *pass)
{
    const tb_index *index = search->index;
    const uint8_t *bits = index->bits + (size_t)pass->place * TB_BYTES;
    uint32_t distance;

    if (!tb_is_sound(index->guard, bits, TB_BYTES)) {
        search->is_damaged = 1;
        return;
    }
    distance = search->steps->apart(bits, search->queries + pass->query * TB_BYTES);
    if (distance > search->limit || tb_is_withdrawn(index->withdrawn, pass->place) ||
        !is_first_to_lead(search, pass)) {
        return;
    }
    search->found[pass->query]++;
    if (search->written < search->room) {
        search->pairs[search->written++] = (tb_pair){pass->place, pass->query, distance};
    }
}

static void find_place(tb_searching *search, tb_pass *pass)
{
    const tb_index *index = search->index;
    size_t place_bytes = search->pieces.place_bytes;
    const uint8_t *places = tb_part(search, pass->piece) + search->layout.places;

    if (!tb_is_sound(index->guard, places + pass->number * place_bytes, place_bytes)) {
        search->is_damaged = 1;
        return;
    }
    pass->place = tb_read_place(places, place_bytes, pass->number);
    if (pass->place >= index->count) {
        search->is_damaged = 1;
        return;
    }
    __builtin_prefetch(index->bits + (size_t)pass->place * TB_BYTES);
}

void tb_look_at_passes(tb_searching *search)
{
    size_t place_bytes = search->pieces.place_bytes;

    for (size_t first = 0, last; first < search->pass_count; first = last) {
        last = first + TB_PASS_BATCH;
        last = last < search->pass_count ? last : search->pass_count;
        for (size_t i = first; i < last; i++) {
            const tb_pass *pass = &search->passes[i];
            __builtin_prefetch(tb_part(search, pass->piece) + search->layout.places +
                               pass->number * place_bytes);
        }
        for (size_t i = first; i < last; i++) {
            find_place(search, &search->passes[i]);
        }
        for (size_t i = first; i < last && !search->is_damaged; i++) {
            look_at(search, &search->passes[i]);
        }
    }
    search->pass_count = 0;
}
