/* Pixels in, fingerprint out: recipe pdq-1.
 *
 * The recipe is written down in docs/reference/pdq-1.md. Callers own all memory; nothing here
 * allocates, keeps state between calls, reads or writes anything else. Any number of threads may
 * call at once, each with a workspace of its own. */
#ifndef TAKEBACK_KERNEL_H
#define TAKEBACK_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TB_SIDE = 512,          /* pixels; a picture with a longer side is first reduced */
    TB_MIN_SIDE = 5,        /* pixels; a shorter side gives all bits 0 and quality 0 */
    TB_MAX_SIDE = 1 << 20,  /* pixels; keeps every index within 32 bits */
    TB_VIEWS = 8,           /* flips and turns of one picture */
    TB_BYTES = 32,          /* bytes of one view: 256 bits */
    TB_WORKSPACE_ALIGN = 16 /* bytes */
};

/* Order of the views in a fingerprint. Each is the picture after being moved so; turns go against
 * the clock. */
enum {
    TB_WHOLE = 0,
    TB_MIRROR = 1,     /* left and right exchanged */
    TB_FLIP = 2,       /* top and bottom exchanged */
    TB_TURN_90 = 3,
    TB_TURN_180 = 4,
    TB_TURN_270 = 5,
    TB_TRANSPOSE = 6,  /* rows become columns */
    TB_TRANSVERSE = 7  /* transposed, then turned by 180 */
};

/* Return codes. */
enum {
    TB_OK = 0,
    TB_EMPTY = 1,     /* width or height is 0 */
    TB_TOO_LARGE = 2, /* width or height is above TB_MAX_SIDE, or the buffer's size overflows */
    TB_CHANNELS = 3,  /* channels is not 1, 3 or 4 */
    TB_STRIDE = 4,    /* row_bytes is less than width * channels */
    TB_ROWS = 5       /* rows is neither height nor, for a height above TB_SIDE, TB_SIDE */
};

/* A decoded picture, upright, top row first, 8 bits a channel.
 *
 *   bytes      (rows - 1) * row_bytes + width * channels bytes: gray, or R G B, or R G B and one
 *              that is ignored
 *   width      1 to TB_MAX_SIDE, pixels
 *   height     1 to TB_MAX_SIDE, pixels, of the whole picture
 *   rows       rows that the buffer holds: height; or TB_SIDE when height is above TB_SIDE and
 *              only the rows tb_sampled_row(height, 0) .. (height, TB_SIDE - 1) are there
 *   channels   1, 3 or 4; a gray pixel is what R, G and B of its value are
 *   row_bytes  from the first byte of one row to the first of the next */
typedef struct {
    const uint8_t *bytes;
    size_t width;
    size_t height;
    size_t rows;
    size_t channels;
    size_t row_bytes;
} tb_picture;

/* What the recipe makes of a picture.
 *
 *   views      TB_VIEWS times TB_BYTES, in the order above; most significant byte first, as the
 *              64 hexadecimal digits are written
 *   quality    0 (flat) to 100 (busy) */
typedef struct {
    uint8_t views[TB_VIEWS][TB_BYTES];
    int32_t quality;
} tb_fingerprint;

/* Bytes that a workspace must have: the same for every picture. */
size_t tb_workspace_bytes(void);

/* The row (or, given a width, the column) of a picture that row `index` of its reduction to
 * TB_SIDE comes from: floor(index * length / TB_SIDE).
 *
 *   length     1 to TB_MAX_SIDE
 *   index      0 to TB_SIDE - 1 */
size_t tb_sampled_row(size_t length, size_t index);

/* Fingerprint one picture.
 *
 *   workspace  tb_workspace_bytes() bytes, aligned to TB_WORKSPACE_ALIGN; its content before does
 *              not matter and means nothing afterwards
 *   out        written only when TB_OK is returned
 *
 * Returns TB_OK, or the first code of the list above that applies, reading no pixel. */
int tb_make_fingerprint(const tb_picture *picture, void *workspace, tb_fingerprint *out);

/* The ways of computing it that this machine has, from 0, the plain one, to the fastest, which
 * tb_make_fingerprint takes. All give the same bits; they can be chosen for tests and measuring. */
size_t tb_path_count(void);

/* What a way is called: "plain", "avx2" or "avx512".
 *
 *   path       0 to tb_path_count() - 1, here and below */
const char *tb_path_name(size_t path);

/* Fingerprint one picture in a way of the caller's choice; otherwise as tb_make_fingerprint. */
int tb_make_fingerprint_by(size_t path, const tb_picture *picture, void *workspace,
                           tb_fingerprint *out);

#ifdef __cplusplus
}
#endif

#endif
