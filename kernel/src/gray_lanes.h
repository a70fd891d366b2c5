/* The first passes over a gray picture, in whole numbers.
 *
 * Windows of 1, 2 and 4 only ever halve, so every sum of the first pass along rows and the first
 * along columns is a float without rounding, and adding in another order gives the same. Only where
 * a window of 4 is cut to 3 do roundings begin: down those columns floats are summed as ever. */

enum {
    MARGIN = 8,    /* places of 0 around a line of sums, for the windows at its ends */
    GRAY_RING = 8, /* rows: more than the widest window */
    EDGES = 2      /* columns with a window of 3: the first and the last but one */
};

typedef struct {
    uint8_t rows[GRAY_RING][TB_SIDE];         /* of a reduced picture: its pixels */
    const uint8_t *held[GRAY_RING];           /* where row y is, at y modulo GRAY_RING */
    uint16_t sums[MARGIN + TB_SIDE + MARGIN]; /* of the window down each column */
    uint8_t nothing[TB_SIDE];                 /* zeros */
    float edges[EDGES];                       /* running sums down those columns */
} gray_space;

static inline int is_summed_exactly(const tb_sampling *sampling)
{
#ifdef __wasm__
    (void)sampling; // a page's pixels are never gray, and what it loads is kept small
    return 0;
#else
    return sampling->picture->channels == 1 && tb_window(sampling->width) != 3 &&
           tb_window(sampling->height) != 3;
#endif
}

static inline size_t edge_place(size_t width, size_t edge)
{
    return edge == 0 ? 0 : width - 2;
}

/* The average of the three values around an edge, as the pass along rows has it. */
static inline float edge_mean(const uint8_t *row, size_t width, size_t edge)
{
    const uint8_t *first = row + (edge == 0 ? 0 : width - 3);

    return (float)(first[0] + first[1] + first[2]) / 3.0f;
}

static void take_row(gray_space *gray, const uint8_t *restrict in, const uint8_t *restrict gone,
                     size_t width)
{
    uint16_t *restrict sums = gray->sums + MARGIN;

    for (size_t x = 0; x < width; x++) {
        sums[x] = (uint16_t)(sums[x] + in[x] - gone[x]);
    }
    if (tb_window(width) == 4) {
        for (size_t edge = 0; edge < EDGES; edge++) {
            gray->edges[edge] += edge_mean(in, width, edge);
            gray->edges[edge] -= edge_mean(gone, width, edge);
        }
    }
}

/* Averages along a line of sums; `window` is known where this is called, so that loops vanish.
 *
 *   filled     rows that the sums are of: up to 4 */
static inline void average_sums(const uint16_t *restrict sums, size_t width, size_t window,
                                size_t filled, float *restrict averaged)
{
    float scale = 1.0f / (float)(filled == 3 ? window : window * filled);

    for (size_t x = 0; x < width; x++) {
        uint16_t sum = 0;
        for (size_t i = 0; i < window; i++) {
            sum = (uint16_t)(sum + sums[x + window / 2 - i]);
        }
        averaged[x] = (float)sum * scale;
    }
    for (size_t x = 0; filled == 3 && x < width; x++) {
        averaged[x] /= 3.0f;
    }
}

static float mean_of_one(float sum, size_t filled)
{
    return filled == 3 ? sum / 3.0f : sum * (1.0f / (float)filled);
}

/* The averages of a row of windows, from the sums down their columns. */
static void average_gray(const gray_space *gray, line_window along, size_t filled, float *averaged)
{
    const uint16_t *sums = gray->sums + MARGIN;
    size_t width = along.count;
    size_t last = width - 1;

    switch (tb_window(width)) {
        case 1:
            average_sums(sums, width, 1, filled, averaged);
            return;
        case 2:
            average_sums(sums, width, 2, filled, averaged);
            averaged[last] = mean_of_one((float)sums[last], filled);
            return;
        default:
            average_sums(sums, width, 4, filled, averaged);
            averaged[last] = mean_of_one((float)(sums[last - 1] + sums[last]) / 2.0f, filled);
            for (size_t edge = 0; edge < EDGES; edge++) {
                averaged[edge_place(width, edge)] = mean_of_one(gray->edges[edge], filled);
            }
    }
}

static const uint8_t *gray_row(gray_space *gray, const tb_sampling *sampling, size_t y)
{
    size_t place = y % GRAY_RING;

    gray->held[place] = packed_row(sampling, y, gray->rows[place]);
    return gray->held[place];
}

static void begin_gray(gray_space *gray, const tb_sampling *sampling, line_window down)
{
    for (size_t i = 0; i < MARGIN + TB_SIDE + MARGIN; i++) {
        gray->sums[i] = 0;
    }
    for (size_t i = 0; i < TB_SIDE; i++) {
        gray->nothing[i] = 0;
    }
    for (size_t edge = 0; edge < EDGES; edge++) {
        gray->edges[edge] = 0.0f;
    }
    for (size_t y = 0; y < down.after; y++) {
        take_row(gray, gray_row(gray, sampling, y), gray->nothing, sampling->width);
    }
}

/* Row y of a gray picture after the first passes along rows and columns; y goes up from 0. */
static void average_gray_row(gray_space *gray, const tb_sampling *sampling, size_t y,
                             float *averaged)
{
    line_window along = window_along(sampling->width);
    line_window down = window_along(sampling->height);
    const uint8_t *in = gray->nothing;
    const uint8_t *gone = gray->nothing;

    if (y == 0) {
        begin_gray(gray, sampling, down);
    }
    if (y + down.after < down.count) {
        in = gray_row(gray, sampling, y + down.after);
    }
    if (y > down.before) {
        gone = gray->held[(y - down.before - 1) % GRAY_RING];
    }
    take_row(gray, in, gone, along.count);
    average_gray(gray, along, filled_at(down, y), averaged);
}
