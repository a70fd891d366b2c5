/* What a plan says, and where the parts of an index lie; used by index_*.c.
 *
 * The 256 bits are put in an order and laid round a ring. Each piece owns an equal stretch of it;
 * its key is the first bits of that stretch, and its filter the TB_FILTER_BITS that follow the key.
 *
 * Why a filter can reject: give each piece some units, limit + 1 in all, and call what it lacks or
 * has too much the bits that differ in it less its units. All of these add up to less than 0, so
 * somewhere on the ring is a piece from which on every sum, over one piece, over two and so on, is
 * less than 0: begin behind the largest sum. There the key differs in less than the piece's units,
 * and key and filter together in less than the units of all pieces that they touch. (Known as the
 * pigeonring: Qin and Xiao, 2018.) With two units a piece, a filter of 16 bits lets one entry in
 * 200 of its bucket through. */
#ifndef TAKEBACK_INDEX_PLAN_H
#define TAKEBACK_INDEX_PLAN_H

#include "takeback/index.h"

enum {
    TB_FILTER_BITS = 16,
    TB_MOST_PIECES = 32,
    TB_FEWEST_PIECES = 8,
    TB_WIDEST_KEY = 26,
    TB_MOST_UNITS = TB_INDEX_LIMIT / TB_FEWEST_PIECES + 1, /* of one piece */
    TB_RING = TB_BITS + 64 /* the order, and its beginning once more behind its end */
};

/* A plan taken apart.
 *
 *   key_bits      of every piece
 *   place_bytes   of a place in the list, in the postings: 3 or 4
 *   order         bit k of the ring is bit order[k] % 8 (0 the lowest) of byte order[k] / 8 */
typedef struct {
    size_t pieces;
    size_t key_bits;
    size_t place_bytes;
    uint8_t order[TB_RING];
} tb_pieces;

/* Where the parts of one piece of an index begin, in bytes from its beginning.
 *
 *   filters, places   a posting's filter and place have the same number; postings are sorted by
 *                     key and then by place
 *   bytes             of the whole piece
 *
 * At 0 are (1 << key_bits) + 1 offsets of four bytes: the postings of a key begin with the number
 * that stands at its offset and end before the next offset's. */
typedef struct {
    size_t filters;
    size_t places;
    size_t bytes;
} tb_piece_layout;

/* Take a sound plan apart, for a list of `count`. */
void tb_read_plan(const tb_plan *plan, size_t count, tb_pieces *pieces);

/* Write a plan; `order` has TB_BITS places. */
void tb_write_plan(size_t pieces, size_t key_bits, int is_compact, const uint8_t *order,
                   tb_plan *plan);

tb_piece_layout tb_lay_piece_out(const tb_pieces *pieces, size_t count);

/* Where on the ring the stretch of a piece begins; round it once more: the same,
 * and TB_BITS more. */
static inline size_t tb_stretch_start(const tb_pieces *pieces, size_t piece)
{
    return piece * TB_BITS / pieces->pieces;
}

static inline uint32_t tb_read_place(const uint8_t *places, size_t place_bytes, size_t number)
{
    const uint8_t *from = places + number * place_bytes;
    uint32_t place;

    if (place_bytes == 3) {
        return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16;
    }
    __builtin_memcpy(&place, from, sizeof place);
    return place;
}

static inline void tb_write_place(uint8_t *places, size_t place_bytes, size_t number,
                                  uint32_t place)
{
    uint8_t *to = places + number * place_bytes;

    if (place_bytes == 3) {
        to[0] = (uint8_t)place;
        to[1] = (uint8_t)(place >> 8);
        to[2] = (uint8_t)(place >> 16);
        return;
    }
    __builtin_memcpy(to, &place, sizeof place);
}

#endif
