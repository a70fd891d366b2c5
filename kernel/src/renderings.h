/* What make_views.c is made of: grids of parts, parts on a canvas, and the table of views. */
#ifndef TAKEBACK_RENDERINGS_H
#define TAKEBACK_RENDERINGS_H

#include "steps.h"
#include "takeback/views.h"

/* As tb_box_grid, with a grid of `count` x `count` cells: 1 to TB_GRID. */
void tb_coarse_grid(const tb_plane *plane, const tb_box *box, size_t count, float *grid);

/* Lay a part of the picture over what the grid shows; arguments as for tb_canvas_grid. */
void tb_lay_over(const tb_plane *plane, const tb_box *box, const tb_box *place, float *grid);

/* How a canvas is filled, in the table; bars over its whole width or height may as well be black, for
 * no wave that is kept sees them. OWN_SHAPE is added where a canvas's shape is a multiple of the
 * picture's. */
enum { BLACK = 0, WHITE = 1, BLUR = 2, FILLS = 3, OWN_SHAPE = 4 };
enum { TB_TABLE_UNIT = 200 }; /* of the shares in the table: half hundredths */

/* A row of the table of views. What the values mean, by kind:
 *
 *   FLIP, BOX, CELL    left, top, right, bottom: units of the picture
 *   ASPECT             width and height of the shape; where the part lies along the longer side,
 *                      in units: 0 start, 100 middle, 200 end
 *   FRAME              width and height of the canvas's shape; the picture's size, in units of the
 *                      largest that fits; where its middle is from top to bottom; fill
 *   TRIMMED            none */
typedef struct {
    char name[25];
    uint8_t recipe, kind, is_mirrored;
    uint8_t values[5];
} tb_view_recipe;

extern const tb_view_recipe tb_view_table[];

#endif
