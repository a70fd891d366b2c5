/* Down to the grid, several lines at once; the same floats as shrink_plain.c.
 *
 * The running sum along one line is a chain of additions that each wait for the one before. Here
 * neighbouring lines take the same step together, and each still sees its own additions in the
 * plain version's order. Rows are first laid into a strip: for each place along them, the values of
 * all of them side by side. The second pass is divided only where the grid keeps it. */

enum {
    CHAINS = LANES == 16 ? 2 : 4,  /* registers whose additions hide each other's waiting */
    ABREAST = CHAINS * LANES,      /* rows in a strip */
    STRIDE = TB_SIDE + 16,         /* floats from row to row: not a power of two, or rows would push
                                      each other out of the cache */
    STRIDE_NARROW = TB_GRID + 16,
    LATE = 2,                      /* places: an average is kept where the strip is done with */
    RING = 2 * ABREAST,            /* rows: those of a strip and the few before it */
    ALIGNED = 64                   /* bytes: a line of the cache, and the widest register */
};

typedef struct {
    float strip[(LATE + TB_SIDE) * ABREAST];
    float luma[ABREAST * STRIDE];
    float ring[RING * STRIDE];             /* averages along rows; row y is at y modulo RING */
    float both[ABREAST * STRIDE];          /* averages along rows and columns */
    float kept[TB_GRID * ABREAST];         /* columns for the grid, still in a strip */
    float narrow[TB_SIDE * STRIDE_NARROW]; /* twice along rows, once along columns */
    float nothing[TB_SIDE];                /* zeros */
    gray_space gray;
    lanes columns[TB_SIDE / LANES];        /* running sums down the columns */
} shrink_space;

// An array of a negative length does not compile.
typedef char it_fits[sizeof(shrink_space) + ALIGNED <= TB_SHRINK_FLOATS * sizeof(float) ? 1 : -1];

/* What comes into the window at a place and what leaves it: 0 at the ends of a line. */
static inline const float *entering(const float *lines, size_t apart, line_window window,
                                    size_t place, const float *nothing)
{
    return place + window.after < window.count ? lines + (place + window.after) * apart : nothing;
}

static inline const float *leaving(const float *lines, size_t apart, line_window window,
                                   size_t place, const float *nothing)
{
    return place > window.before ? lines + (place - window.before - 1) * apart : nothing;
}

/* Running sums at the place before the first. */
static inline void begin(const float *lines, size_t apart, line_window window, lanes *sum,
                         size_t registers)
{
    for (size_t i = 0; i < registers; i++) {
        sum[i] = (lanes){0};
        for (size_t place = 0; place < window.after; place++) {
            sum[i] += load(lines + place * apart + i * LANES);
        }
    }
}

/* Running sums one place on; -0 is not among them, so that adding nothing changes no bit. */
static inline void slide(const float *in, const float *gone, lanes *sum, size_t registers)
{
    for (size_t i = 0; i < registers; i++) {
        sum[i] = sum[i] + load(in + i * LANES) - load(gone + i * LANES);
    }
}

static inline void keep_mean(const lanes *sum, size_t filled, float *out, size_t registers)
{
    for (size_t i = 0; i < registers; i++) {
        store(mean(sum[i], filled), out + i * LANES);
    }
}

/* Lay ABREAST rows into a strip. */
static void to_strip(const float *rows, size_t count, float *strip)
{
    for (size_t x = 0; x < count; x += LANES) {
        for (size_t lane = 0; lane < ABREAST; lane += LANES) {
            transpose_square(rows + lane * STRIDE + x, STRIDE, strip + x * ABREAST + lane,
                             ABREAST);
        }
    }
}

static void from_strip(const float *strip, size_t count, float *rows, size_t stride)
{
    for (size_t x = 0; x < count; x += LANES) {
        for (size_t lane = 0; lane < ABREAST; lane += LANES) {
            transpose_square(strip + x * ABREAST + lane, ABREAST, rows + lane * stride + x,
                             stride);
        }
    }
}

/* First pass along ABREAST rows: from their brightness to averages. */
static void average_rows(shrink_space *space, size_t width, float *averaged)
{
    float *strip = space->strip + LATE * ABREAST;
    line_window window = window_along(width);
    lanes sum[CHAINS];

    to_strip(space->luma, width, strip);
    begin(strip, ABREAST, window, sum, CHAINS);
    for (size_t x = 0; x < width; x++) {
        slide(entering(strip, ABREAST, window, x, space->nothing),
              leaving(strip, ABREAST, window, x, space->nothing), sum, CHAINS);
        keep_mean(sum, filled_at(window, x), space->strip + x * ABREAST, CHAINS);
    }
    from_strip(space->strip, width, averaged, STRIDE);
}

/* Second pass along ABREAST rows, keeping the columns that the grid needs.
 *
 *   narrow     ABREAST rows of TB_GRID floats, STRIDE_NARROW apart, written */
static void average_rows_narrow(shrink_space *space, size_t width, float *narrow)
{
    float *strip = space->strip + LATE * ABREAST;
    line_window window = window_along(width);
    lanes sum[CHAINS];
    size_t x = 0;

    to_strip(space->both, width, strip);
    begin(strip, ABREAST, window, sum, CHAINS);
    for (size_t cell = 0; cell < TB_GRID; cell++) {
        size_t middle = tb_cell_middle(width, cell);
        for (; x <= middle; x++) {
            slide(entering(strip, ABREAST, window, x, space->nothing),
                  leaving(strip, ABREAST, window, x, space->nothing), sum, CHAINS);
        }
        keep_mean(sum, filled_at(window, middle), space->kept + cell * ABREAST, CHAINS);
    }
    from_strip(space->kept, TB_GRID, narrow, STRIDE_NARROW);
}

static inline const float *ring_row(const shrink_space *space, size_t y)
{
    return space->ring + y % RING * STRIDE;
}

/* First pass along columns, one row of it.
 *
 *   averaged   width floats, and to the next full register */
static void average_column_row(shrink_space *space, size_t width, line_window window, size_t y,
                               float *averaged)
{
    int has_next = y + window.after < window.count;
    const float *in = has_next ? ring_row(space, y + window.after) : space->nothing;
    const float *gone = y > window.before ? ring_row(space, y - window.before - 1)
                                          : space->nothing;
    size_t filled = filled_at(window, y);

    if (y == 0) {
        begin(space->ring, STRIDE, window, space->columns, whole_registers(width) / LANES);
    }
    for (size_t x = 0; x < width; x += LANES) {
        lanes *sum = space->columns + x / LANES;
        slide(in + x, gone + x, sum, 1);
        keep_mean(sum, filled, averaged + x, 1);
    }
}

/* Second pass along columns, keeping the rows that the grid needs. */
static void average_columns_narrow(const shrink_space *space, size_t height, float *grid)
{
    enum { REGISTERS = TB_GRID / LANES };
    lanes sum[REGISTERS];
    line_window window = window_along(height);
    size_t y = 0;

    begin(space->narrow, STRIDE_NARROW, window, sum, REGISTERS);
    for (size_t cell = 0; cell < TB_GRID; cell++) {
        size_t middle = tb_cell_middle(height, cell);
        for (; y <= middle; y++) {
            slide(entering(space->narrow, STRIDE_NARROW, window, y, space->nothing),
                  leaving(space->narrow, STRIDE_NARROW, window, y, space->nothing), sum, REGISTERS);
        }
        keep_mean(sum, filled_at(window, middle), grid + cell * TB_GRID, REGISTERS);
    }
}

static void copy_grid(const tb_sampling *sampling, float *grid)
{
    for (size_t y = 0; y < TB_GRID; y++) {
        luma_row(sampling, y, grid + y * TB_GRID);
    }
}

static void take_luma(shrink_space *space, const tb_sampling *sampling, size_t top)
{
    for (size_t lane = 0; lane < ABREAST; lane++) {
        // Past the last row its copy fills the strip, so that all lanes hold numbers.
        size_t y = smaller(top + lane, sampling->height - 1);
        luma_row(sampling, y, space->luma + lane * STRIDE);
    }
}

/* Second pass along rows, as soon as a strip of rows is there. */
static void pass_on(shrink_space *space, size_t width, size_t height, size_t done)
{
    if (done % ABREAST == 0 || done == height) {
        size_t first = (done - 1) / ABREAST * ABREAST;
        average_rows_narrow(space, width, space->narrow + first * STRIDE_NARROW);
    }
}

/* Both passes along rows and the first along columns, strip by strip: what is between them stays
 * in the nearest caches. */
static void fill_narrow(shrink_space *space, const tb_sampling *sampling)
{
    size_t width = sampling->width;
    line_window window = window_along(sampling->height);
    size_t y = 0;

    for (size_t top = 0; top < window.count; top += ABREAST) {
        size_t end = smaller(top + ABREAST, window.count);
        take_luma(space, sampling, top);
        average_rows(space, width, space->ring + top % RING * STRIDE);
        for (; y < window.count && (end == window.count || y + window.after < end); y++) {
            average_column_row(space, width, window, y, space->both + y % ABREAST * STRIDE);
            pass_on(space, width, window.count, y + 1);
        }
    }
}

/* The same from whole numbers. */
static void fill_narrow_gray(shrink_space *space, const tb_sampling *sampling)
{
    for (size_t y = 0; y < sampling->height; y++) {
        average_gray_row(&space->gray, sampling, y, space->both + y % ABREAST * STRIDE);
        pass_on(space, sampling->width, sampling->height, y + 1);
    }
}

static void shrink(const tb_sampling *sampling, float *floats, float *grid)
{
    uintptr_t misplaced = (uintptr_t)floats % ALIGNED;
    shrink_space *space = (shrink_space *)((uint8_t *)floats + (ALIGNED - misplaced) % ALIGNED);
    size_t width = sampling->width;
    size_t height = sampling->height;

    if (width == TB_GRID && height == TB_GRID) {
        copy_grid(sampling, grid);
        return;
    }
    for (size_t i = 0; i < TB_SIDE; i++) {
        space->nothing[i] = 0.0f;
    }
    if (is_summed_exactly(sampling)) {
        fill_narrow_gray(space, sampling);
    } else {
        fill_narrow(space, sampling);
    }
    average_columns_narrow(space, height, grid);
}
