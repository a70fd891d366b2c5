/* Plans: how they are written, what is wrong with one, and the sizes that follow from it. */
#include <string.h>

#include "index_plan.h"

// A plan's bytes: its form, pieces, bits of a key, 1 when compact, then the order from ORDER on;
// the rest is 0.
enum { FORM = 1, AT_FORM = 0, AT_PIECES, AT_KEY_BITS, AT_COMPACT, ORDER = 8 };

static const uint8_t *bytes_of(const tb_plan *plan)
{
    return (const uint8_t *)plan->words;
}

void tb_write_plan(size_t pieces, size_t key_bits, int is_compact, const uint8_t *order,
                   tb_plan *plan)
{
    uint8_t *bytes = (uint8_t *)plan->words;

    memset(plan, 0, sizeof *plan);
    bytes[AT_FORM] = FORM;
    bytes[AT_PIECES] = (uint8_t)pieces;
    bytes[AT_KEY_BITS] = (uint8_t)key_bits;
    bytes[AT_COMPACT] = is_compact != 0;
    memcpy(bytes + ORDER, order, TB_BITS);
}

void tb_read_plan(const tb_plan *plan, size_t count, tb_pieces *pieces)
{
    const uint8_t *bytes = bytes_of(plan);

    pieces->pieces = bytes[AT_PIECES];
    pieces->key_bits = bytes[AT_KEY_BITS];
    // The largest number of three bytes marks a posting to be taken out.
    pieces->place_bytes = bytes[AT_COMPACT] && count < 0xFFFFFF ? 3 : 4;
    memcpy(pieces->order, bytes + ORDER, TB_BITS);
    memcpy(pieces->order + TB_BITS, bytes + ORDER, TB_RING - TB_BITS);
}

static int names_every_bit_once(const uint8_t *order)
{
    uint64_t seen[TB_WORDS] = {0};

    for (size_t i = 0; i < TB_BITS; i++) {
        seen[order[i] / 64] |= (uint64_t)1 << order[i] % 64;
    }
    return !~(seen[0] & seen[1] & seen[2] & seen[3]);
}

static int is_zero(const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i]) {
            return 0;
        }
    }
    return 1;
}

int tb_plan_is_sound(const tb_plan *plan, size_t count)
{
    const uint8_t *bytes = bytes_of(plan);
    size_t pieces = bytes[AT_PIECES], key_bits = bytes[AT_KEY_BITS];

    if (bytes[AT_FORM] != FORM || bytes[AT_COMPACT] > 1 || (uint64_t)count > UINT32_MAX ||
        !names_every_bit_once(bytes + ORDER) ||
        !is_zero(bytes + AT_COMPACT + 1, ORDER - AT_COMPACT - 1) ||
        !is_zero(bytes + ORDER + TB_BITS, TB_PLAN_BYTES - ORDER - TB_BITS)) {
        return 0;
    }
    if (pieces == 0) {
        return key_bits == 0;
    }
    return pieces >= TB_FEWEST_PIECES && pieces <= TB_MOST_PIECES && key_bits >= 1 &&
           key_bits <= TB_WIDEST_KEY && key_bits <= TB_BITS / pieces;
}

size_t tb_plan_pieces(const tb_plan *plan)
{
    return bytes_of(plan)[AT_PIECES];
}

static size_t align_up(size_t bytes)
{
    return (bytes + TB_INDEX_ALIGN - 1) / TB_INDEX_ALIGN * TB_INDEX_ALIGN;
}

tb_piece_layout tb_lay_piece_out(const tb_pieces *pieces, size_t count)
{
    size_t offset_bytes = (((size_t)1 << pieces->key_bits) + 1) * sizeof(uint32_t);
    tb_piece_layout layout;

    layout.filters = align_up(offset_bytes);
    // The vector paths load whole registers, and so beyond the last filter.
    layout.places = layout.filters + align_up(count * sizeof(uint16_t)) + TB_INDEX_ALIGN;
    layout.bytes = layout.places + align_up(count * pieces->place_bytes);
    return layout;
}

size_t tb_index_bytes(const tb_plan *plan, size_t count)
{
    tb_pieces pieces;

    tb_read_plan(plan, count, &pieces);
    return pieces.pieces ? pieces.pieces * tb_lay_piece_out(&pieces, count).bytes : 0;
}
