/* Building the pieces of an index, and taking entries out of them. */
#include <string.h>

#include "index_plan.h"
#include "index_steps.h"

enum { ROWS = 256 /* fingerprints whose bits are picked at a time: 2 kB of words */ };

/* One piece under way: its parts, and how its bits are picked. */
typedef struct {
    tb_pieces pieces;
    tb_piece_layout layout;
    const tb_index_steps *steps;
    uint32_t keys;
    uint32_t *offsets;
    uint16_t *filters;
    uint8_t *places;
} building;

static building open_piece(const tb_plan *plan, size_t count, size_t piece, void *index)
{
    building open;
    uint8_t *from;

    tb_read_plan(plan, count, &open.pieces);
    open.layout = tb_lay_piece_out(&open.pieces, count);
    open.steps = tb_index_steps_of(tb_path_count() - 1);
    open.keys = (uint32_t)1 << open.pieces.key_bits;
    from = (uint8_t *)index + piece * open.layout.bytes;
    open.offsets = (uint32_t *)(void *)from;
    open.filters = (uint16_t *)(void *)(from + open.layout.filters);
    open.places = from + open.layout.places;
    return open;
}

static uint32_t key_of(const building *open, uint64_t picked)
{
    return (uint32_t)picked & (open->keys - 1);
}

static size_t pick_rows(const building *open, const uint8_t *order, const uint8_t *bits,
                        size_t count, size_t first, uint64_t *picked)
{
    size_t rows = count - first < ROWS ? count - first : ROWS;

    open->steps->pick(bits + first * TB_BYTES, rows, order, picked);
    return rows;
}

/* Afterwards the offset of each key is where its postings begin. */
static void count_keys(const building *open, const uint8_t *order, const uint8_t *bits,
                       size_t count)
{
    uint64_t picked[ROWS];
    uint32_t start = 0;

    for (size_t first = 0, rows; first < count; first += rows) {
        rows = pick_rows(open, order, bits, count, first, picked);
        for (size_t i = 0; i < rows; i++) {
            open->offsets[key_of(open, picked[i])]++;
        }
    }
    for (uint32_t key = 0; key <= open->keys; key++) {
        uint32_t here = open->offsets[key];
        open->offsets[key] = start;
        start += here;
    }
}

/* Afterwards the offset of each key is where its postings end. */
static void place_postings(const building *open, const uint8_t *order, const uint8_t *bits,
                           size_t count)
{
    uint64_t picked[ROWS];

    for (size_t first = 0, rows; first < count; first += rows) {
        rows = pick_rows(open, order, bits, count, first, picked);
        for (size_t i = 0; i < rows; i++) {
            uint32_t number = open->offsets[key_of(open, picked[i])]++;
            open->filters[number] = (uint16_t)(picked[i] >> open->pieces.key_bits);
            tb_write_place(open->places, open->pieces.place_bytes, number, (uint32_t)(first + i));
        }
    }
}

size_t tb_index_build_workspace_bytes(const tb_plan *plan, size_t count)
{
    (void)plan, (void)count; // the piece's own memory is enough for now
    return TB_INDEX_ALIGN;
}

void tb_index_build_piece(const tb_plan *plan, const uint8_t *bits, size_t count, size_t piece,
                          void *index, void *workspace)
{
    building open = open_piece(plan, count, piece, index);
    const uint8_t *order = open.pieces.order + tb_stretch_start(&open.pieces, piece);

    (void)workspace;
    memset(open.offsets, 0, open.layout.filters);
    memset(open.filters + count, 0, open.layout.places - open.layout.filters - 2 * count);
    memset(open.places + count * open.pieces.place_bytes, 0,
           open.layout.bytes - open.layout.places - count * open.pieces.place_bytes);
    count_keys(&open, order, bits, count);
    place_postings(&open, order, bits, count);
    // Where one key's postings end the next one's begin.
    memmove(open.offsets + 1, open.offsets, open.keys * sizeof *open.offsets);
    open.offsets[0] = 0;
}

static uint32_t marker(const building *open)
{
    return open->pieces.place_bytes == 3 ? 0xFFFFFF : UINT32_MAX;
}

/* Mark the posting of a place. Places come rising, so marked postings belong to smaller ones. */
static void mark(const building *open, uint32_t key, uint32_t place)
{
    uint32_t first = open->offsets[key], last = open->offsets[key + 1];

    while (first < last) {
        uint32_t middle = first + (last - first) / 2;
        uint32_t found = tb_read_place(open->places, open->pieces.place_bytes, middle);
        if (found == place) {
            tb_write_place(open->places, open->pieces.place_bytes, middle, marker(open));
            return;
        }
        if (found == marker(open) || found < place) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
}

/* Move the postings together over the marked ones: a gap would tell the key of what was there. */
static void close_gaps(const building *open, size_t count)
{
    size_t place_bytes = open->pieces.place_bytes;
    uint32_t next = 0, from = 0;

    for (uint32_t key = 0; key < open->keys; key++) {
        uint32_t end = open->offsets[key + 1];
        for (; from < end; from++) {
            uint32_t place = tb_read_place(open->places, place_bytes, from);
            if (place != marker(open)) {
                open->filters[next] = open->filters[from];
                tb_write_place(open->places, place_bytes, next++, place);
            }
        }
        open->offsets[key + 1] = next;
    }
    memset(open->filters + next, 0, (count - next) * sizeof *open->filters);
    memset(open->places + next * place_bytes, 0, (count - next) * place_bytes);
}

void tb_index_blank(const tb_plan *plan, uint8_t *bits, size_t count, const uint64_t *places,
                    size_t place_count, void *index)
{
    for (size_t piece = 0; piece < tb_plan_pieces(plan); piece++) {
        building open = open_piece(plan, count, piece, index);
        const uint8_t *order = open.pieces.order + tb_stretch_start(&open.pieces, piece);
        for (size_t i = 0; i < place_count; i++) {
            uint64_t picked;
            open.steps->pick(bits + places[i] * TB_BYTES, 1, order, &picked);
            mark(&open, key_of(&open, picked), (uint32_t)places[i]);
        }
        if (place_count > 0) {
            close_gaps(&open, count);
        }
    }
    for (size_t i = 0; i < place_count; i++) {
        memset(bits + places[i] * TB_BYTES, 0, TB_BYTES);
    }
}
