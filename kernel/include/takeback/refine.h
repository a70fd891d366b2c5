/* Fingerprints of tilted parts of a picture, and finding the part that a fingerprint was made of.
 *
 * As in kernel.h, callers own all memory; nothing here allocates, keeps state between calls, reads
 * or writes anything else. Bits are those of recipe pdq-mean-1 but for a few: on photographs a
 * quad that is a box gives, in the median, 2 bits other than tb_box_grid. They are for finding, not
 * for listing. All paths give the same, bit for bit. */
#ifndef TAKEBACK_REFINE_H
#define TAKEBACK_REFINE_H

#include "takeback/plane.h"
#include "takeback/search.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Return code, beside those of kernel.h: corners that are not finite, beyond -1 .. 2, or seen from
 * behind or so flat that nothing can be made of them. */
enum { TB_QUAD = 16 };

enum {
    TB_REFINE_FITS = 82, /* most grids of 32 x 32 that tb_refine renders */
    TB_REFINE_BITS = 100 /* most of 64 x 64, of which three with four samples a place */
};

/* Where the corners of a rendering lie in the picture: its upper left, upper right, lower right and
 * lower left one. Each is x, y in shares of the picture's width and height: 0 is the left or upper
 * edge, 1 the right or lower. A mirrored or turned rendering has its corners in another order.
 * What lies outside the picture is taken to look like its nearest pixel. */
typedef struct {
    float corners[4][2];
} tb_quad;

/* Bytes of the workspace that the functions below need, aligned to TB_WORKSPACE_ALIGN: under 5 MB,
 * of which little is touched for most pictures. */
size_t tb_quads_workspace_bytes(void);

/* Start on a plane, which must outlive what is done with the workspace.
 *
 *   path       0 to tb_path_count() - 1, as in kernel.h */
void tb_quads_begin(void *workspace, const tb_plane *plane, size_t path);

/* The bits and the quality (0 to 100) of one quad.
 *
 *   bits       TB_BYTES bytes
 *
 * Returns TB_OK, or TB_QUAD, writing bits of 0 and quality 0. */
int tb_quad_bits(void *workspace, const tb_quad *quad, uint8_t *bits, int32_t *quality);

/* Move a quad until its bits are as near to a fingerprint as they get.
 *
 *   start      where to begin. Corners off by up to a tenth of a side, 15 % of scale, 10 degrees of
 *              turn, 25 of tilt are made up for in 95 of 100 photographs and more
 *   target     TB_BYTES bytes: a fingerprint of recipe pdq-mean-1, or of a pdq-1 rendering
 *   found      the best quad seen: the start itself when nothing was nearer, or when it soon became
 *              clear that nothing would be
 *   distance   bits that found and target differ in; TB_BITS when TB_QUAD is returned
 *
 * The time is bounded by the two counts above. Returns TB_OK, or TB_QUAD with found = start. */
int tb_refine(void *workspace, const tb_quad *start, const uint8_t *target, tb_quad *found,
              int32_t *distance);

#ifdef __cplusplus
}
#endif

#endif
