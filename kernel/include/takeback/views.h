/* The views of a picture: what is listed for it, by name. docs/reference/pdq-mean-1.md has them all. */
#ifndef TAKEBACK_VIEWS_H
#define TAKEBACK_VIEWS_H

#include "takeback/plane.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TB_LEAST_QUALITY = 50 }; /* of a view that is given out; PDQ's makers say so */

/* Recipes that a view is made by. */
enum {
    TB_RECIPE_PDQ = 0, /* pdq-1: for everybody */
    TB_RECIPE_MEAN = 1 /* pdq-mean-1: for this project's own matcher */
};

/* What a view shows. */
enum {
    TB_KIND_FLIP = 0,    /* the whole picture by pdq-1, or a flip or turn of it */
    TB_KIND_BOX = 1,     /* a part that is the same share of every picture */
    TB_KIND_ASPECT = 2,  /* as much as fits a shape: depends on the picture's own */
    TB_KIND_FRAME = 3,   /* the picture on a canvas of a shape */
    TB_KIND_TRIMMED = 4, /* what is left when borders of one colour are cut off */
    TB_KIND_CELL = 5     /* a part kept for verifying, never searched for */
};

/* One row of the table of views.
 *
 *   name           at most 24 characters: a to z, 0 to 9, dashes
 *   is_mirrored    left and right exchanged; such a row follows its twin that is not */
typedef struct {
    const char *name;
    int recipe, kind, is_mirrored;
} tb_view_row;

/* A view that was made of a picture; `view` is its row in the table. */
typedef struct {
    uint8_t bits[TB_BYTES];
    int16_t view;
    int16_t quality;
} tb_view;

/* Rows of the table of views. */
size_t tb_view_count(void);

/* A row of the table.
 *
 *   view       0 to tb_view_count() - 1
 *   box        written: the part that the view shows of every picture; may be NULL
 *
 * Returns 1; or 0, leaving the box alone, where there is none: TB_KIND_ASPECT, TB_KIND_FRAME and
 * TB_KIND_TRIMMED, whose part depends on the picture, and flips that are more than a mirror. */
int tb_view_at(size_t view, tb_view_row *row, tb_box *box);

/* Make all views of a picture that are worth listing, in the order of the table.
 *
 *   whole          what tb_make_fingerprint made of it
 *   plane          the same picture
 *   width, height  pixels, of the picture
 *   out            room for tb_view_count() views
 *
 * Left out are views of a quality under TB_LEAST_QUALITY (cells: half of that), renderings within
 * 6 bits of an earlier view, frames around a picture that is itself left out, and all views when a
 * side is under TB_MIN_SIDE pixels. Returns how many were written. */
size_t tb_make_views(const tb_fingerprint *whole, const tb_plane *plane, size_t width,
                     size_t height, tb_view *out);

#ifdef __cplusplus
}
#endif

#endif
