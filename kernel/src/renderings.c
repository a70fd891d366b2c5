/* From a grid to bits, and the canvases that parts of a picture are laid on. */
#include "renderings.h"

static const float SHADE = 0.8f; // apps darken what they blur, so that the picture stands out

int32_t tb_grid_bits(const float *grid, const int *orientations, size_t count, uint8_t *bits)
{
    float half[TB_WAVES * TB_GRID];
    float waves[TB_WAVES * TB_WAVES];
    float moved[TB_WAVES * TB_WAVES];
    float ordered[TB_WAVES * TB_WAVES];

    tb_transform(grid, half, waves);
    for (size_t i = 0; i < count; i++) {
        tb_move_waves(orientations[i], waves, moved);
        tb_threshold(moved, ordered, bits + i * TB_BYTES);
    }
    return tb_quality(grid);
}

/* Brightness of a coarse grid at a place between the middles of its cells.
 *
 *   across, down   0 to 1, from the left and upper edge */
static float blurred(float coarse[TB_BLUR][TB_BLUR], float across, float down)
{
    float x = across * TB_BLUR - 0.5f;
    float y = down * TB_BLUR - 0.5f;
    int left = x < 0.0f ? 0 : x > TB_BLUR - 2 ? TB_BLUR - 2 : (int)x;
    int top = y < 0.0f ? 0 : y > TB_BLUR - 2 ? TB_BLUR - 2 : (int)y;
    float u = x - (float)left < 0.0f ? 0.0f : x - (float)left > 1.0f ? 1.0f : x - (float)left;
    float v = y - (float)top < 0.0f ? 0.0f : y - (float)top > 1.0f ? 1.0f : y - (float)top;
    float upper = coarse[top][left] + u * (coarse[top][left + 1] - coarse[top][left]);
    float lower = coarse[top + 1][left] + u * (coarse[top + 1][left + 1] - coarse[top + 1][left]);

    return upper + v * (lower - upper);
}

/* The largest part of the picture, in its middle, that has the canvas's shape. */
static tb_box covering(const tb_box *box, const tb_box *place)
{
    // The canvas's sides in shares of the picture's, at the scale that the part is laid on it.
    float wide = (box->right - box->left) / (place->right - place->left);
    float high = (box->bottom - box->top) / (place->bottom - place->top);
    float most = wide > high ? wide : high;
    float across = wide / most / 2.0f;
    float down = high / most / 2.0f;

    return (tb_box){0.5f - across, 0.5f - down, 0.5f + across, 0.5f + down};
}

static void paint_blur(const tb_plane *plane, const tb_box *cover, float *grid)
{
    float coarse[TB_BLUR][TB_BLUR];

    tb_coarse_grid(plane, cover, TB_BLUR, &coarse[0][0]);
    for (size_t y = 0; y < TB_GRID; y++) {
        for (size_t x = 0; x < TB_GRID; x++) {
            float across = ((float)x + 0.5f) / TB_GRID;
            float down = ((float)y + 0.5f) / TB_GRID;
            grid[y * TB_GRID + x] = SHADE * blurred(coarse, across, down);
        }
    }
}

void tb_canvas_grid(const tb_plane *plane, const tb_box *box, const tb_box *place, float fill,
                    float *grid)
{
    if (fill < 0.0f) {
        tb_box cover = covering(box, place);
        paint_blur(plane, &cover, grid);
    } else {
        for (size_t i = 0; i < TB_GRID * TB_GRID; i++) {
            grid[i] = fill;
        }
    }
    tb_lay_over(plane, box, place, grid);
}
