/* Which pixels are used, and how bright they are. */
#include "steps.h"

size_t tb_sampled_row(size_t length, size_t index)
{
    return length * index / TB_SIDE;
}

void tb_sample(const tb_picture *picture, tb_sampling *sampling)
{
    int is_reduced = picture->width > TB_SIDE || picture->height > TB_SIDE;

    sampling->picture = picture;
    sampling->width = is_reduced ? TB_SIDE : picture->width;
    sampling->height = is_reduced ? TB_SIDE : picture->height;
    for (size_t x = 0; x < sampling->width; x++) {
        size_t column = is_reduced ? tb_sampled_row(picture->width, x) : x;
        sampling->columns[x] = (uint32_t)(column * picture->channels);
    }
}

const uint8_t *tb_held_row(const tb_sampling *sampling, size_t row)
{
    const tb_picture *picture = sampling->picture;
    int has_this_row = picture->rows == sampling->height;
    size_t held = has_this_row ? row : tb_sampled_row(picture->height, row);

    return picture->bytes + held * picture->row_bytes;
}

void tb_luma_row(const tb_sampling *sampling, size_t row, float *luma)
{
    const uint8_t *pixels = tb_held_row(sampling, row);

    for (size_t x = 0; x < sampling->width; x++) {
        const uint8_t *pixel = pixels + sampling->columns[x];
        if (sampling->picture->channels == 1) {
            luma[x] = (float)pixel[0];
        } else {
            // Both sides of the division are exact, so its one rounding gives the nearest float.
            luma[x] = (float)(299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) / 1000.0f;
        }
    }
}
