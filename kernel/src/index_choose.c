/* Choosing a plan: how many pieces for a list's length, and which bits for each piece. */
#include <string.h>

#include "index_plan.h"

enum {
    SAMPLED = 2048, /* fingerprints; by chance, bits are equal in half of them, give or take 1 % */
    SAMPLED_WORDS = SAMPLED / 64
};

/* Of each bit, its values in the sampled fingerprints: 64 kB. */
typedef uint64_t columns[TB_BITS][SAMPLED_WORDS];

/* Returns how many were sampled. */
static size_t sample(const uint8_t *bits, size_t count, columns columns)
{
    size_t sampled = count < SAMPLED ? count : SAMPLED;

    memset(columns, 0, sizeof(uint64_t) * TB_BITS * SAMPLED_WORDS);
    for (size_t i = 0; i < sampled; i++) {
        const uint8_t *row = bits + (size_t)((uint64_t)i * count / sampled) * TB_BYTES;
        for (size_t bit = 0; bit < TB_BITS; bit++) {
            columns[bit][i / 64] |= (uint64_t)(row[bit / 8] >> bit % 8 & 1) << i % 64;
        }
    }
    return sampled;
}

/* Square of by how much two bits, or one bit and a constant, are oftener or seldomer equal than
 * different. */
static uint64_t agreement(const uint64_t *one, const uint64_t *other, size_t sampled)
{
    int64_t difference = (int64_t)sampled;

    for (size_t word = 0; word < SAMPLED_WORDS; word++) {
        difference -= 2 * __builtin_popcountll(one[word] ^ (other ? other[word] : 0));
    }
    return (uint64_t)(difference * difference);
}

/* Give each bit, one after the other, to the piece that has room and agrees with it and with itself
 * least: bits that follow from each other make some keys frequent when they share a piece. A
 * million blended photographs: 12 % fewer entries to compare than in the order of the bits, and no
 * more than among bits thrown at random. */
static void order_bits(const uint8_t *bits, size_t count, tb_pieces *pieces)
{
    columns columns;
    size_t sampled = sample(bits, count, columns);
    uint64_t loads[TB_MOST_PIECES] = {0};
    size_t taken[TB_MOST_PIECES] = {0};

    for (size_t bit = 0; bit < TB_BITS; bit++) {
        size_t best = pieces->pieces;
        uint64_t least = UINT64_MAX;
        for (size_t piece = 0; piece < pieces->pieces; piece++) {
            size_t start = tb_stretch_start(pieces, piece);
            uint64_t load = loads[piece] + agreement(columns[bit], 0, sampled);
            if (start + taken[piece] == tb_stretch_start(pieces, piece + 1)) {
                continue;
            }
            for (size_t i = 0; i < taken[piece]; i++) {
                load += agreement(columns[bit], columns[pieces->order[start + i]], sampled);
            }
            if (load < least) {
                least = load;
                best = piece;
            }
        }
        pieces->order[tb_stretch_start(pieces, best) + taken[best]++] = (uint8_t)bit;
        loads[best] = least;
    }
}

static size_t log_2(size_t number)
{
    size_t log = 0;

    while (number >>= 1) {
        log++;
    }
    return log;
}

/* Lists up to this length are compared whole: up to there, that was faster when measured. */
static size_t most_scanned(size_t path)
{
    return path == 0 ? 256 : path == 1 ? 768 : 2560;
}

void tb_plan_choose(const uint8_t *bits, size_t count, int is_compact, size_t path, tb_plan *plan)
{
    // One filter after the other takes longer than fetching a further run of them.
    const size_t few = path == 0 ? 20000 : 120000, many = 1 << 24;
    tb_pieces pieces;

    memset(&pieces, 0, sizeof pieces);
    if (count <= most_scanned(path)) {
        for (size_t i = 0; i < TB_BITS; i++) {
            pieces.order[i] = (uint8_t)i;
        }
    } else if (is_compact) {
        // Postings take 60 bytes an entry, offsets up to 4.
        pieces.pieces = count < many - 1 ? 12 : 10;
        pieces.key_bits = log_2(count / 13);
    } else {
        // Short runs cost their beginning, long ones their length.
        pieces.pieces = count < few ? 32 : 16;
        pieces.key_bits = TB_BITS / pieces.pieces;
    }
    if (pieces.pieces) {
        if (pieces.key_bits > TB_BITS / pieces.pieces) {
            pieces.key_bits = TB_BITS / pieces.pieces;
        }
        order_bits(bits, count, &pieces);
    }
    tb_write_plan(pieces.pieces, pieces.key_bits, is_compact, pieces.order, plan);
}
