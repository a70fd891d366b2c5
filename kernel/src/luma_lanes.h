/* Brightness of sampled rows, several pixels at once; the same floats as luma.c. */

typedef uint8_t bytes_16 __attribute__((vector_size(16), aligned(1), may_alias));

/* Three bytes a pixel -> four, the last of no meaning. */
static void spread_rgb(const uint8_t *rgb, size_t count, uint8_t *rgbx)
{
    size_t x = 0;

#if LANES > 4
    // Sixteen bytes are read for four pixels, so two pixels more must follow.
    for (; x + 6 <= count; x += 4) {
        bytes_16 read = *(const bytes_16 *)(rgb + 3 * x);
        *(bytes_16 *)(rgbx + 4 * x) = __builtin_shufflevector(
            read, read, 0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11);
    }
#endif
    for (; x < count; x++) {
        for (size_t channel = 0; channel < 3; channel++) {
            rgbx[4 * x + channel] = rgb[3 * x + channel];
        }
    }
}

/* The pixels that `columns` names, one after the other; of colours four bytes each. */
static void pick_pixels(const tb_sampling *sampling, const uint8_t *row, uint8_t *picked)
{
    const uint32_t *columns = sampling->columns;

    if (sampling->picture->channels == 1) {
        for (size_t x = 0; x < sampling->width; x++) {
            picked[x] = row[columns[x]];
        }
        return;
    }
    for (size_t x = 0; x < sampling->width; x++) {
        for (size_t channel = 0; channel < 3; channel++) {
            picked[4 * x + channel] = row[columns[x] + channel];
        }
    }
}

/* Pixels side by side, gray ones of a byte, others of four: the row itself, or made in `space`. */
static const uint8_t *packed_row(const tb_sampling *sampling, size_t index, uint8_t *space)
{
    const tb_picture *picture = sampling->picture;
    const uint8_t *row = tb_held_row(sampling, index);

    if (picture->width != sampling->width) {
        pick_pixels(sampling, row, space);
        return space;
    }
    if (picture->channels == 3) {
        spread_rgb(row, sampling->width, space);
        return space;
    }
    return row;
}

static lanes luma_of_colour(const uint8_t *rgbx)
{
    whole_lanes pixels = *(const held_whole_lanes *)rgbx;
    lanes red = __builtin_convertvector(pixels & 255, lanes);
    lanes green = __builtin_convertvector(pixels >> 8 & 255, lanes);
    lanes blue = __builtin_convertvector(pixels >> 16 & 255, lanes);

    // Below 2^24, products and sums are exact.
    return divided(red * 299.0f + green * 587.0f + blue * 114.0f, 1000.0f);
}

static void luma_of_gray_row(const uint8_t *gray, size_t width, float *luma)
{
    for (size_t x = 0; x < width; x++) {
        luma[x] = (float)gray[x];
    }
}

static void luma_of_colour_row(const uint8_t *rgbx, size_t width, float *luma)
{
    size_t full = width / LANES * LANES;
    uint8_t last[4 * LANES] = {0};

    for (size_t x = 0; x < full; x += LANES) {
        store(luma_of_colour(rgbx + 4 * x), luma + x);
    }
    if (full < width) {
        for (size_t i = 0; i < 4 * (width - full); i++) {
            last[i] = rgbx[4 * full + i];
        }
        store(luma_of_colour(last), luma + full);
    }
}

/* Brightness of one sampled row.
 *
 *   luma       sampling->width floats; up to LANES - 1 more may be written */
static void luma_row(const tb_sampling *sampling, size_t row, float *luma)
{
    uint8_t space[4 * TB_SIDE];
    const uint8_t *packed = packed_row(sampling, row, space);

    if (sampling->picture->channels == 1) {
        luma_of_gray_row(packed, sampling->width, luma);
    } else {
        luma_of_colour_row(packed, sampling->width, luma);
    }
}
