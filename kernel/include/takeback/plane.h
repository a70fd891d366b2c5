/* A picture reduced once, and parts of it rendered from that: recipe pdq-mean-1.
 *
 * The recipe is written down in docs/reference/pdq-mean-1.md. As in kernel.h, callers own all
 * memory; nothing here allocates, keeps state between calls, reads or writes anything else. */
#ifndef TAKEBACK_PLANE_H
#define TAKEBACK_PLANE_H

#include "takeback/kernel.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TB_PLANE_SIDE = 512,  /* pixels; a longer side is reduced to this, a shorter one stays */
    TB_PLANE_LUMA = 256,  /* units of a plane in one step of luma: 0 black to 65280 white */
    TB_GRID_SIDE = 64     /* cells along each side of what is transformed */
};

/* A picture reduced for rendering parts of it.
 *
 *   width, height  1 to TB_PLANE_SIDE
 *   luma           height rows of width values, top row first: TB_PLANE_LUMA times the mean luma
 *                  of the pixel's part of the picture, rounded to nearest, halves up
 *   sums           height + 1 rows of width + 1: row y, column x holds the sum of luma over the y
 *                  rows above and the x columns to the left
 *   tails          the sums' lower 32 bits: half the memory to go through
 *
 * The arrays lie in the workspace that the plane was made in. */
typedef struct {
    size_t width, height;
    const uint16_t *luma;
    const uint64_t *sums;
    const uint32_t *tails;
} tb_plane;

/* A part of a picture, in shares of its width and height: 0 is the left or upper edge, 1 the right
 * or lower. */
typedef struct {
    float left, top, right, bottom;
} tb_box;

/* Bytes that a plane's workspace must have, aligned to TB_WORKSPACE_ALIGN: the same for every
 * picture, under 4 MB. */
size_t tb_plane_workspace_bytes(void);

/* Start on a picture whose rows come one after the other, in strips of any number.
 *
 *   width, height  1 to TB_MAX_SIDE, pixels, of the picture
 *   channels       bytes a pixel: 1 is luma; 3 is R G B; 4 is R G B and one that is ignored
 *
 * Returns TB_OK, TB_EMPTY, TB_TOO_LARGE or TB_CHANNELS. */
int tb_plane_begin(void *workspace, size_t width, size_t height, size_t channels);

/* Take the next rows, top first. Strips of a dozen rows or more are quickest.
 *
 *   rows       (count - 1) * row_bytes + width * channels bytes; may be NULL when count is 0
 *   row_bytes  from the first byte of one row to the first of the next
 *
 * Returns TB_OK; TB_STRIDE when row_bytes is less than width * channels; TB_ROWS, taking none, when
 * these are more rows than are left. */
int tb_plane_rows(void *workspace, const uint8_t *rows, size_t count, size_t row_bytes);

/* Give out the plane; it is valid until the workspace is used again.
 *
 * Returns TB_OK, or TB_ROWS when rows are missing. */
int tb_plane_finish(void *workspace, tb_plane *plane);

/* Render a part of the picture as the grid that is transformed: each cell the mean over
 * exactly its part of the plane, edges cut to 1/4096 of a pixel.
 *
 *   box        inside 0 to 1, left < right and top < bottom; what lies outside is cut off, and a
 *              side of less than 1/64 pixel is widened to that
 *   grid       TB_GRID_SIDE rows of as many floats, top row first: luma, 0 black to 255 white */
void tb_box_grid(const tb_plane *plane, const tb_box *box, float *grid);

/* Fill of a canvas that is no luma: the whole picture scaled to cover the canvas, and blurred to
 * TB_BLUR means along each side, with straight slopes between their middles, and a fifth darker. */
#define TB_OWN_BLUR (-1.0f)
enum { TB_BLUR = 8 };

/* Render a part of the picture laid on a canvas.
 *
 *   box        the part, as above
 *   place      where on the canvas it lies, in shares of the canvas; may reach over its edges;
 *              at least 1/16 wide and high
 *   fill       luma of the rest, 0 black to 255 white, or TB_OWN_BLUR
 *   grid       as above: the canvas */
void tb_canvas_grid(const tb_plane *plane, const tb_box *box, const tb_box *place, float fill,
                    float *grid);

/* The bits of a grid: transform, flip or turn, threshold.
 *
 *   orientations   `count` of them, TB_WHOLE .. TB_TRANSVERSE
 *   bits           count times TB_BYTES, written in that order; most significant byte first
 *
 * Returns the quality, 0 (flat) to 100 (busy). */
int32_t tb_grid_bits(const float *grid, const int *orientations, size_t count, uint8_t *bits);

/* Find what is left after cutting strips of one colour, any colour, from the four sides; a picture
 * framed twice loses both frames.
 *
 *   inner      the part that is left; of a picture of one colour, all of it
 *
 * Returns 1 when something was cut off, 0 when not. On a plane whose sides are those of the picture
 * a drawn frame is found to the pixel. */
int tb_trim(const tb_plane *plane, tb_box *inner);

#ifdef __cplusplus
}
#endif

#endif
