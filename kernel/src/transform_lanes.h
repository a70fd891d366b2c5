/* From the grid to its waves, many sums at once; the same floats as transform.c. */

enum {
    ROWS_AT_ONCE = LANES == 16 ? 4 : 2, /* sums in registers: this times COLUMNS_AT_ONCE */
    COLUMNS_AT_ONCE = 4                    /* registers side by side */
};

/* Some rows of factors * values, each sum in the order of the index summed over.
 *
 *   factors    ROWS_AT_ONCE rows of TB_GRID floats
 *   values     TB_GRID rows of `width` floats, a multiple of COLUMNS_AT_ONCE * LANES
 *   sums       ROWS_AT_ONCE rows of `width` floats, written */
static inline void multiply_some(const float *factors, const float *values, size_t width,
                                 size_t registers, float *sums)
{
    for (size_t x = 0; x < width; x += registers * LANES) {
        lanes sum[ROWS_AT_ONCE][COLUMNS_AT_ONCE] = {{{0}}};
        for (size_t k = 0; k < TB_GRID; k++) {
            for (size_t column = 0; column < registers; column++) {
                lanes value = load(values + k * width + x + column * LANES);
                for (size_t row = 0; row < ROWS_AT_ONCE; row++) {
                    sum[row][column] += factors[row * TB_GRID + k] * value;
                }
            }
        }
        for (size_t row = 0; row < ROWS_AT_ONCE; row++) {
            for (size_t column = 0; column < registers; column++) {
                store(sum[row][column], sums + row * width + x + column * LANES);
            }
        }
    }
}

static void transpose_waves(const float *in, size_t width, float *out, size_t height)
{
    for (size_t y = 0; y < height; y += LANES) {
        for (size_t x = 0; x < width; x += LANES) {
            transpose_square(in + y * width + x, width, out + x * height + y, height);
        }
    }
}

static void transform(const float *grid, float *space, float *waves)
{
    float turned[TB_GRID * TB_WAVES], across[TB_WAVES * TB_WAVES];

    for (size_t down = 0; down < TB_WAVES; down += ROWS_AT_ONCE) {
        multiply_some(tb_cosines[down], grid, TB_GRID, COLUMNS_AT_ONCE, space + down * TB_GRID);
    }
    transpose_waves(space, TB_GRID, turned, TB_WAVES);
    for (size_t wave = 0; wave < TB_WAVES; wave += ROWS_AT_ONCE) {
        multiply_some(tb_cosines[wave], turned, TB_WAVES,
                      TB_WAVES / LANES, across + wave * TB_WAVES);
    }
    transpose_waves(across, TB_WAVES, waves, TB_WAVES);
}
