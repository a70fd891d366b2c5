/* The steps of recipe pdq-1, in order; used by the other sources and by the kernel's own tests. */
#ifndef TAKEBACK_STEPS_H
#define TAKEBACK_STEPS_H

#include "takeback/kernel.h"

enum {
    TB_GRID = 64,  /* side of the grid that a picture is shrunk to */
    TB_WAVES = 16, /* frequencies kept along each side of the grid */
    TB_LANES = 16  /* numbers to take side by side where the compiler is left to find registers */
};

/* Cosines of the transform: row `wave` holds, for the TB_GRID places of a grid, the wave that
 * swings wave + 1 times in half turns, scaled by sqrt(2 / TB_GRID). */
extern const float tb_cosines[TB_WAVES][TB_GRID];

/* What the picture looks like after sampling: sides of at most TB_SIDE.
 *
 *   columns    byte offset, within a row, of each sampled pixel: `width` of them */
typedef struct {
    const tb_picture *picture;
    size_t width;
    size_t height;
    uint32_t columns[TB_SIDE];
} tb_sampling;

/* Find out which pixels the recipe uses. The picture must have passed tb_make_fingerprint's checks
 * and outlive the sampling. */
void tb_sample(const tb_picture *picture, tb_sampling *sampling);

/* The first byte of a sampled row: 0 to sampling->height - 1. */
const uint8_t *tb_held_row(const tb_sampling *sampling, size_t row);

/* Brightness of one sampled row.
 *
 *   row        0 to sampling->height - 1
 *   luma       sampling->width floats, 0 black to 255 white: the float nearest to
 *              (299 R + 587 G + 114 B) / 1000; of a gray pixel its value */
void tb_luma_row(const tb_sampling *sampling, size_t row, float *luma);

/* Pixels, 1 to 4, that one pass of the filter averages along a side of 1 to TB_SIDE pixels. */
size_t tb_window(size_t length);

/* The place along `length` that place `index` of the grid is read from: the middle of its cell. */
size_t tb_cell_middle(size_t length, size_t index);

/* Floats that shrinking needs as `space`: the plain way, and each of dispatch.h. */
enum {
    TB_PLAIN_FLOATS = 2 * TB_SIDE * TB_SIDE,
    TB_SHRINK_FLOATS = 262 * TB_SIDE
};

/* Blur a sampled picture twice along rows and columns, and keep the middle of each cell.
 *
 *   space      TB_PLAIN_FLOATS floats
 *   grid       TB_GRID rows of TB_GRID floats, top row first
 *
 * This version defines what is right; those of dispatch.h give the same bits, sooner. A sampled
 * picture of exactly TB_GRID squared is copied without a filter. */
void tb_shrink_plain(const tb_sampling *sampling, float *space, float *grid);

/* How much there is to see in a grid: 0 to 100. */
int32_t tb_quality(const float *grid);

/* Cosine transform of a grid, keeping the waves 1 to TB_WAVES along each side; in the fastest way
 * that this machine has, and the plain way, with the same bits.
 *
 *   grid       TB_GRID * TB_GRID floats
 *   space      TB_WAVES * TB_GRID floats
 *   waves      TB_WAVES * TB_WAVES floats; row: wave down the picture, column: wave across it */
void tb_transform(const float *grid, float *space, float *waves);
void tb_transform_plain(const float *grid, float *space, float *waves);

/* The value that 128th comes when 256 values (no NaN) are put in order, smallest first.
 *
 *   values     TB_WAVES * TB_WAVES floats; their order is lost */
float tb_lower_median(float *values);

/* The waves of the picture after a flip or turn, from those of the picture itself.
 *
 *   view       TB_WHOLE .. TB_TRANSVERSE
 *   waves      TB_WAVES * TB_WAVES floats, as above
 *   moved      as many, written */
void tb_move_waves(int view, const float *waves, float *moved);

/* One bit for each wave: is it above the lower median of all? As with tb_transform, in two ways.
 *
 *   waves      TB_WAVES * TB_WAVES floats, no NaN
 *   space      as many
 *   bytes      TB_BYTES bytes; bit 0 is the least significant bit of the last byte */
void tb_threshold(const float *waves, float *space, uint8_t *bytes);
void tb_threshold_plain(const float *waves, float *space, uint8_t *bytes);

#endif
