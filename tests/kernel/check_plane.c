/* Checks planes from C: check_plane WIDTH HEIGHT CHANNELS < pixels. Run under sanitizers.
 *
 * Every buffer is exactly as long as the header asks for. Prints the plane's bytes as a checksum for
 * each way of handing the rows over, then the bits of the whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "takeback/views.h"

static uint64_t checksum(const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    uint64_t sum = 1469598103934665603u;

    for (size_t i = 0; i < count; i++) {
        sum = (sum ^ byte[i]) * 1099511628211u;
    }
    return sum;
}

/* Hand the rows over, `strip` at a time, each strip in a block of its own with rows `gap` apart. */
static void feed(void *workspace, const uint8_t *pixels, size_t line, size_t height, size_t strip,
                 size_t gap)
{
    for (size_t top = 0; top < height; top += strip) {
        size_t count = height - top < strip ? height - top : strip;
        uint8_t *rows = malloc((count - 1) * (line + gap) + line);
        for (size_t y = 0; y < count; y++) {
            memcpy(rows + y * (line + gap), pixels + (top + y) * line, line);
        }
        if (tb_plane_rows(workspace, rows, count, line + gap) != TB_OK) {
            puts("rows refused");
        }
        free(rows);
    }
}

static void show(const tb_plane *plane, size_t width, size_t height)
{
    tb_box all = {0.0f, 0.0f, 1.0f, 1.0f}, inner;
    tb_view *views = malloc(tb_view_count() * sizeof *views);
    tb_fingerprint whole = {.quality = 0};
    float *grid = malloc(TB_GRID_SIDE * TB_GRID_SIDE * sizeof *grid);
    uint8_t bits[TB_BYTES];
    int as_it_is = TB_WHOLE;

    printf("%016llx ", (unsigned long long)checksum(plane->luma, plane->width * plane->height * 2));
    tb_box_grid(plane, &all, grid);
    tb_grid_bits(grid, &as_it_is, 1, bits);
    for (size_t i = 0; i < TB_BYTES; i++) {
        printf("%02x", bits[i]);
    }
    tb_trim(plane, &inner);
    printf(" %zu\n", tb_make_views(&whole, plane, width, height, views));
    free(views);
    free(grid);
}

int main(int count, char **words)
{
    size_t width = strtoul(words[1], NULL, 10);
    size_t height = strtoul(words[2], NULL, 10);
    size_t channels = strtoul(words[3], NULL, 10);
    size_t line = width * channels;
    uint8_t *pixels = malloc(line * height);
    void *workspace = malloc(tb_plane_workspace_bytes());
    const size_t strips[] = {height, 1, 7, 300};
    tb_plane plane;

    if (count != 4 || fread(pixels, 1, line * height, stdin) != line * height) {
        return 1;
    }
    for (size_t i = 0; i < sizeof strips / sizeof strips[0]; i++) {
        memset(workspace, 0xFF, tb_plane_workspace_bytes());
        tb_plane_begin(workspace, width, height, channels);
        feed(workspace, pixels, line, height, strips[i], i);
        if (tb_plane_rows(workspace, pixels, 1, line) != TB_ROWS) {
            puts("a row too many was taken");
        }
        if (tb_plane_rows(workspace, NULL, 0, line - 1) != TB_STRIDE) {
            puts("overlapping rows were taken");
        }
        if (tb_plane_finish(workspace, &plane) != TB_OK) {
            puts("not finished");
        }
        show(&plane, width, height);
    }
    tb_plane_begin(workspace, width, height, channels);
    if (tb_plane_finish(workspace, &plane) != TB_ROWS) {
        puts("finished without rows");
    }
    free(workspace);
    free(pixels);
    return 0;
}
