/* From rows of pixels to the working plane of recipe pdq-mean-1: an exact mean over area.
 *
 * Along each side a boundary between two cells may lie inside a pixel, whose brightness is then
 * shared out. All sums are whole numbers, so neither their order nor the strips that the rows come
 * in make a difference. */
#include "takeback/plane.h"

enum {
    SIDE = TB_PLANE_SIDE,
    CHUNK = 1024,    // pixels of a row that are added up at a time; their sums stay in the cache
    MOST_ROWS = 257, // rows that fit a sum of 16 bits: 257 * 255 = 65535
    THOUSANDTHS = 1000
};

/* How a side of the picture is cut into cells.
 *
 *   cells      how many
 *   pixel      where cell i begins: in this pixel of the picture,
 *   part       after this many of its `parts`; parts is 1 where each cell is one pixel
 *   length     parts in one cell */
typedef struct {
    uint32_t cells, parts, length;
    uint32_t pixel[SIDE + 1];
    uint32_t part[SIDE + 1];
} axis;

/* Brightnesses in thousandths of luma; `above` and `line` count in parts of a pixel as well. */
typedef struct {
    uint64_t sums[(SIDE + 1) * (SIDE + 1)];
    uint32_t tails[(SIDE + 1) * (SIDE + 1)];
    uint16_t luma[SIDE * SIDE];
    uint64_t cells[SIDE];         // of the row of cells being filled
    uint64_t line[SIDE];          // of some rows
    uint16_t columns[CHUNK * 4];  // byte by byte, of some rows
    axis across, down;
    size_t width, height, channels;
    size_t taken;                 // rows of the picture so far
    size_t made;                  // rows of cells so far
} workspace_layout;

size_t tb_plane_workspace_bytes(void)
{
    return sizeof(workspace_layout);
}

static void cut_side(size_t pixels, axis *side)
{
    side->cells = (uint32_t)(pixels < SIDE ? pixels : SIDE);
    side->parts = pixels > SIDE ? SIDE : 1;
    side->length = pixels > SIDE ? (uint32_t)pixels : 1;
    for (uint32_t i = 0; i <= side->cells; i++) {
        uint64_t start = (uint64_t)i * side->length;
        side->pixel[i] = (uint32_t)(start / side->parts);
        side->part[i] = (uint32_t)(start % side->parts);
    }
}

static void clear(uint64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = 0;
    }
}

int tb_plane_begin(void *workspace, size_t width, size_t height, size_t channels)
{
    workspace_layout *work = workspace;

    if (width == 0 || height == 0) {
        return TB_EMPTY;
    }
    if (width > TB_MAX_SIDE || height > TB_MAX_SIDE) {
        return TB_TOO_LARGE;
    }
    if (channels != 1 && channels != 3 && channels != 4) {
        return TB_CHANNELS;
    }
    cut_side(width, &work->across);
    cut_side(height, &work->down);
    work->width = width;
    work->height = height;
    work->channels = channels;
    work->taken = 0;
    work->made = 0;
    clear(work->cells, SIDE);
    clear(work->sums, work->across.cells + 1);
    for (size_t x = 0; x <= work->across.cells; x++) {
        work->tails[x] = 0;
    }
    return TB_OK;
}

/* Add up rows byte by byte.
 *
 *   rows       count of them, 1 to MOST_ROWS, `step` bytes apart
 *   sums       `bytes` sums, written */
static void add_rows(const uint8_t *restrict rows, size_t count, size_t step,
                     uint16_t *restrict sums, size_t bytes)
{
    size_t done = 1;

    for (size_t i = 0; i < bytes; i++) {
        sums[i] = rows[i];
    }
    for (; done + 1 < count; done += 2) {
        const uint8_t *one = rows + done * step;
        const uint8_t *other = one + step;
        for (size_t i = 0; i < bytes; i++) {
            sums[i] = (uint16_t)(sums[i] + one[i] + other[i]);
        }
    }
    if (done < count) {
        const uint8_t *last = rows + done * step;
        for (size_t i = 0; i < bytes; i++) {
            sums[i] = (uint16_t)(sums[i] + last[i]);
        }
    }
}

static uint64_t luma_of(uint32_t red, uint32_t green, uint32_t blue)
{
    return (uint64_t)299 * red + (uint64_t)587 * green + (uint64_t)114 * blue;
}

/* Brightness of neighbouring pixels together: `count` up to CHUNK of them, each channel the sum of
 * up to MOST_ROWS bytes. */
static uint64_t luma_of_run(const uint16_t *pixels, size_t count, size_t channels)
{
    uint32_t red = 0, green = 0, blue = 0;

    if (channels == 1) {
        for (size_t i = 0; i < count; i++) {
            red += pixels[i];
        }
        return (uint64_t)THOUSANDTHS * red;
    }
    for (size_t i = 0; i < count; i++, pixels += channels) {
        red += pixels[0];
        green += pixels[1];
        blue += pixels[2];
    }
    return luma_of(red, green, blue);
}

/* Share the pixels `first` to `last` (not included) of added-up rows out to the cells.
 *
 *   cell       the cell that pixel `first` begins in, or ends; returned: the same for `last` */
static size_t share_out(workspace_layout *work, size_t first, size_t last, size_t cell)
{
    const axis *across = &work->across;
    size_t channels = work->channels;
    size_t x = first;

    while (1) {
        size_t end = across->pixel[cell + 1] < last ? across->pixel[cell + 1] : last;
        const uint16_t *pixels = work->columns + (x - first) * channels;
        work->line[cell] += across->parts * luma_of_run(pixels, end - x, channels);
        x = end;
        if (x == last) {
            return cell;
        }
        cell++;
        if (across->part[cell]) {
            uint64_t luma = luma_of_run(work->columns + (x - first) * channels, 1, channels);
            work->line[cell - 1] += across->part[cell] * luma;
            work->line[cell] += (across->parts - across->part[cell]) * luma;
            x++;
        }
    }
}

/* The same where each cell is a pixel. */
static void copy_out(workspace_layout *work)
{
    const uint16_t *pixel = work->columns;

    for (size_t x = 0; x < work->width; x++, pixel += work->channels) {
        work->line[x] = work->channels == 1 ? (uint64_t)THOUSANDTHS * pixel[0]
                                            : luma_of(pixel[0], pixel[1], pixel[2]);
    }
}

/* Brightness of 1 to MOST_ROWS rows together, cell by cell, into work->line. */
static void add_lines(workspace_layout *work, const uint8_t *rows, size_t count, size_t step)
{
    size_t cell = 0;

    if (work->across.parts == 1) {
        add_rows(rows, count, step, work->columns, work->width * work->channels);
        copy_out(work);
        return;
    }
    clear(work->line, SIDE);
    for (size_t first = 0; first < work->width; first += CHUNK) {
        size_t last = first + CHUNK < work->width ? first + CHUNK : work->width;
        add_rows(rows + first * work->channels, count, step, work->columns,
                 (last - first) * work->channels);
        cell = share_out(work, first, last, cell);
    }
}

/* A sum of brightness as a value of the plane: rounded to nearest, halves up.
 *
 *   sum        thousandths of luma, each counted once for every part of a pixel
 *   parts      parts of pixels in a cell
 *   inverse    1 / (125 * parts), nearly */
static uint32_t mean_of(uint64_t sum, uint64_t parts, double inverse)
{
    // 256 / 1000 is 32 / 125. The largest numerator is under 2^63: 255000 * 2^20 * 2^20 * 32.
    uint64_t by = 125 * parts;
    uint64_t numerator = 32 * sum + by / 2;
    uint32_t mean = (uint32_t)((double)numerator * inverse);

    // A division of 64 bits costs five times as much; the product is at most one off.
    if ((uint64_t)mean * by > numerator) {
        return mean - 1;
    }
    return numerator - (uint64_t)mean * by >= by ? mean + 1 : mean;
}

/* The same of one pixel: 32 / 125 of its thousandths, rounded to nearest. */
static uint16_t value_of(uint32_t thousandths)
{
    return (uint16_t)((32 * thousandths + 62) / 125);
}

/* One row where each cell is a pixel. */
static void copy_row(const uint8_t *restrict row, size_t width, size_t channels,
                     uint16_t *restrict luma)
{
    if (channels == 1) {
        for (size_t x = 0; x < width; x++) {
            luma[x] = (uint16_t)(TB_PLANE_LUMA * row[x]);
        }
        return;
    }
    for (size_t x = 0; x < width; x++, row += channels) {
        luma[x] = value_of(299u * row[0] + 587u * row[1] + 114u * row[2]);
    }
}

/* Add the row of the plane that was just made to the sums. */
static void sum_row(workspace_layout *work)
{
    size_t width = work->across.cells;
    const uint16_t *restrict luma = work->luma + work->made * width;
    const uint64_t *restrict above = work->sums + work->made * (width + 1);
    uint64_t *restrict sums = work->sums + (work->made + 1) * (width + 1);
    uint32_t *restrict tails = work->tails + (work->made + 1) * (width + 1);
    uint32_t sum = 0; // at most 512 * 65280

    sums[0] = 0;
    tails[0] = 0;
    for (size_t x = 0; x < width; x++) {
        sum += luma[x];
        sums[x + 1] = above[x + 1] + sum;
        tails[x + 1] = (uint32_t)sums[x + 1];
    }
    work->made++;
}

static void finish_row(workspace_layout *work)
{
    size_t width = work->across.cells;
    uint64_t parts = (uint64_t)work->across.length * work->down.length;
    double inverse = 1.0 / (125.0 * (double)parts);
    uint16_t *luma = work->luma + work->made * width;

    for (size_t x = 0; x < width; x++) {
        luma[x] = (uint16_t)mean_of(work->cells[x], parts, inverse);
    }
    sum_row(work);
    clear(work->cells, width);
}

static void weigh_line(workspace_layout *work, uint64_t weight)
{
    for (size_t x = 0; x < work->across.cells; x++) {
        work->cells[x] += weight * work->line[x];
    }
}

/* Take the rows that lie wholly in the row of cells being filled, or the one that it shares with
 * the next. Returns how many were taken: 1 to `count`. */
static size_t take_some(workspace_layout *work, const uint8_t *rows, size_t count, size_t step)
{
    const axis *down = &work->down;
    size_t next = work->made + 1;
    size_t whole = down->pixel[next] - work->taken;

    if (work->across.length == 1 && down->length == 1) {
        copy_row(rows, work->width, work->channels, work->luma + work->made * work->width);
        sum_row(work);
        return 1;
    }
    if (whole == 0) {
        add_lines(work, rows, 1, step);
        weigh_line(work, down->part[next]);
        finish_row(work);
        weigh_line(work, down->parts - down->part[next]);
        return 1;
    }
    whole = whole < count ? whole : count;
    whole = whole < MOST_ROWS ? whole : MOST_ROWS;
    add_lines(work, rows, whole, step);
    weigh_line(work, down->parts);
    if (work->taken + whole == down->pixel[next] && down->part[next] == 0) {
        finish_row(work);
    }
    return whole;
}

int tb_plane_rows(void *workspace, const uint8_t *rows, size_t count, size_t row_bytes)
{
    workspace_layout *work = workspace;

    if (row_bytes < work->width * work->channels) {
        return TB_STRIDE;
    }
    if (count > work->height - work->taken) {
        return TB_ROWS;
    }
    while (count > 0) {
        size_t taken = take_some(work, rows, count, row_bytes);
        work->taken += taken;
        rows += taken * row_bytes;
        count -= taken;
    }
    return TB_OK;
}

int tb_plane_finish(void *workspace, tb_plane *plane)
{
    workspace_layout *work = workspace;

    if (work->taken < work->height) {
        return TB_ROWS;
    }
    *plane = (tb_plane){work->across.cells, work->down.cells, work->luma, work->sums,
                         work->tails};
    return TB_OK;
}
