/* Checks the kernel from C: check_kernel VECTORS_FILE. Prints each difference; returns how many. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatch.h"

static int failures = 0;

static void expect(int is_right, const char *what)
{
    if (!is_right) {
        printf("not so: %s\n", what);
        failures++;
    }
}

static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static uint32_t wave(uint32_t value)
{
    uint32_t phase = value % 512;

    return phase < 256 ? phase : 511 - phase;
}

typedef struct {
    char kind[16];
    uint32_t width, height, seed;
    uint32_t state;
    uint32_t waves[4][3];
} drawing;

/* The first letter tells the kinds apart; a whole word for each pixel takes longer than the rest. */
static uint32_t draw_value(drawing *d, uint32_t x, uint32_t y, uint32_t c)
{
    if (d->kind[0] == 'f') {
        return d->seed;
    }
    if (d->kind[0] == 'n') {
        return next_number(&d->state) % 256;
    }
    if (d->kind[0] == 'g') {
        return c == 0 ? x * 255 / d->width : c == 1 ? y * 255 / d->height : (x + y + d->seed) % 256;
    }
    if (d->kind[0] == 'c') {
        return (x / d->seed + y / d->seed) % 2 * 255;
    }
    if (d->kind[0] == 's') {
        return (x + 2 * c) / d->seed % 2 ? 230 : 20;
    }
    uint32_t sum = 0;
    for (int i = 0; i < 4; i++) {
        const uint32_t *w = d->waves[i];
        sum += wave(w[0] * x * 256 / d->width + w[1] * y * 256 / d->height + w[2] + 40 * c);
    }
    return sum / 4 * 31 / 32 + (7 * x + 13 * y + 5 * c) % 8;
}

/* Pixels in a block of exactly the bytes that the header asks for, so that the sanitizer sees one
 * byte too many. Rows are `gap` bytes further apart than they need be. */
static tb_picture draw(drawing *d, size_t channels, size_t gap)
{
    size_t row_bytes = d->width * channels + gap;
    size_t length = (d->height - 1) * row_bytes + d->width * channels;
    uint8_t *bytes = malloc(length);

    memset(bytes, 0xA5, length);
    d->state = d->seed;
    if (d->kind[0] == 'w') {
        for (int i = 0; i < 12; i++) {
            d->waves[i / 3][i % 3] = next_number(&d->state) % (i % 3 == 2 ? 512 : 12);
        }
    }
    for (uint32_t y = 0; y < d->height; y++) {
        for (uint32_t x = 0; x < d->width; x++) {
            for (uint32_t c = 0; c < 3; c++) {
                bytes[y * row_bytes + x * channels + c] = (uint8_t)draw_value(d, x, y, c);
            }
        }
    }
    return (tb_picture){bytes, d->width, d->height, d->height, channels, row_bytes};
}

static tb_picture only_sampled_rows(const tb_picture *whole)
{
    size_t line = whole->width * whole->channels;
    uint8_t *bytes = malloc(TB_SIDE * line);

    for (size_t y = 0; y < TB_SIDE; y++) {
        size_t row = tb_sampled_row(whole->height, y);
        memcpy(bytes + y * line, whole->bytes + row * whole->row_bytes, line);
    }
    return (tb_picture){bytes, whole->width, whole->height, TB_SIDE, whole->channels, line};
}

static int make_by(size_t path, const tb_picture *picture, tb_fingerprint *out)
{
    // Of exactly the size asked for, and full of what is not a number.
    void *workspace = malloc(tb_workspace_bytes());
    memset(workspace, 0xFF, tb_workspace_bytes());
    int code = tb_make_fingerprint_by(path, picture, workspace, out);
    free(workspace);
    return code;
}

static int make(const tb_picture *picture, tb_fingerprint *out)
{
    return make_by(tb_path_count() - 1, picture, out);
}

static int is_same(const tb_fingerprint *a, const tb_fingerprint *b)
{
    return a->quality == b->quality && !memcmp(a->views, b->views, sizeof a->views);
}

static void check_picture(drawing *d, const tb_fingerprint *expected)
{
    tb_picture rgb = draw(d, 3, 0);
    tb_picture rgba = draw(d, 4, 5);
    tb_fingerprint made;

    for (size_t path = 0; path < tb_path_count(); path++) {
        expect(make_by(path, &rgb, &made) == TB_OK && is_same(&made, expected),
               "the vector, from RGB");
        expect(make_by(path, &rgba, &made) == TB_OK && is_same(&made, expected),
               "the vector, from RGBA");
    }
    if (rgb.height > TB_SIDE) {
        tb_picture rows = only_sampled_rows(&rgb);
        expect(make(&rows, &made) == TB_OK && is_same(&made, expected), "the vector, from rows");
        free((void *)rows.bytes);
    }
    free((void *)rgb.bytes);
    free((void *)rgba.bytes);
}

/* A gray picture, and the same in colours that are all equal, to see that they are one. */
static void check_gray(uint32_t width, uint32_t height, uint32_t seed)
{
    drawing d = {.kind = "noise", .width = width, .height = height, .seed = seed};
    tb_picture rgb = draw(&d, 3, 1);
    uint8_t *bytes = malloc(width * height);
    tb_picture gray = {bytes, width, height, height, 1, width};
    tb_fingerprint from_gray, from_colours;

    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            uint8_t *pixel = (uint8_t *)rgb.bytes + y * rgb.row_bytes + 3 * x;
            bytes[y * width + x] = pixel[1] = pixel[2] = pixel[0];
        }
    }
    make(&rgb, &from_colours);
    for (size_t path = 0; path < tb_path_count(); path++) {
        expect(make_by(path, &gray, &from_gray) == TB_OK && is_same(&from_gray, &from_colours),
               "gray gives what three equal colours give");
    }
    free(bytes);
    free((void *)rgb.bytes);
}

static void read_digits(FILE *file, uint8_t *bytes)
{
    char name[16], digits[2 * TB_BYTES + 1];

    expect(fscanf(file, " %15s %64s", name, digits) == 2, "a line for each view");
    for (int i = 0; i < TB_BYTES; i++) {
        char pair[3] = {digits[2 * i], digits[2 * i + 1], 0};
        bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

static int check_vectors(const char *path)
{
    FILE *file = fopen(path, "r");
    drawing d;
    tb_fingerprint expected;
    int count = 0;

    fscanf(file, "#%*[^\n]");
    while (fscanf(file, " picture %15s %u %u %u", d.kind, &d.width, &d.height, &d.seed) == 4) {
        int before = failures;
        expect(fscanf(file, " quality %d", &expected.quality) == 1, "a line for the quality");
        for (int view = 0; view < TB_VIEWS; view++) {
            read_digits(file, expected.views[view]);
        }
        check_picture(&d, &expected);
        if (failures > before) {
            printf("    %s %u %u %u\n", d.kind, d.width, d.height, d.seed);
        }
        count++;
    }
    fclose(file);
    return count;
}

/* Each way of a step against the plain one, on the result of the plain step before. */
static void check_paths_agree(uint32_t width, uint32_t height, uint32_t seed, size_t channels)
{
    drawing d = {.kind = "noise", .width = width, .height = height, .seed = seed};
    tb_picture picture = draw(&d, channels == 1 ? 3 : channels, seed % 3);
    // One float in front, so that the space is aligned to a float and no better.
    float *space = malloc((1 + (size_t)TB_SHRINK_FLOATS) * sizeof *space);
    float *plain_space = malloc((size_t)TB_PLAIN_FLOATS * sizeof *space);
    float plain[TB_GRID * TB_GRID], half[TB_WAVES * TB_GRID];
    float plain_waves[TB_WAVES * TB_WAVES], ordered[TB_WAVES * TB_WAVES];
    uint8_t plain_bytes[TB_BYTES];
    tb_sampling sampling;

    picture.channels = channels;
    tb_sample(&picture, &sampling);
    tb_shrink_plain(&sampling, plain_space, plain);
    tb_transform_plain(plain, half, plain_waves);
    tb_threshold_plain(plain_waves, ordered, plain_bytes);
    for (size_t path = 0; path < tb_path_count(); path++) {
        float grid[TB_GRID * TB_GRID], waves[TB_WAVES * TB_WAVES];
        uint8_t bytes[TB_BYTES];
        tb_path_at(path)->shrink(&sampling, space + 1, grid);
        expect(!memcmp(grid, plain, sizeof grid), "every filter gives the same bits");
        tb_path_at(path)->transform(plain, half, waves);
        expect(!memcmp(waves, plain_waves, sizeof waves), "every transform gives the same bits");
        tb_path_at(path)->threshold(plain_waves, bytes);
        expect(!memcmp(bytes, plain_bytes, sizeof bytes), "every threshold gives the same bits");
    }
    free(space);
    free(plain_space);
    free((void *)picture.bytes);
}

/* The nearest float to a double that is itself within 1e-13 of the true value: no true value is
 * that close to the middle between two floats, unless it is one. */
static void check_luma(void)
{
    uint8_t bytes[256 * 3];
    float luma[256];
    tb_picture picture = {bytes, 256, 1, 1, 3, sizeof bytes};
    tb_sampling sampling;
    int wrong = 0;

    tb_sample(&picture, &sampling);
    for (int red = 0; red < 256; red += 5) {
        for (int green = 0; green < 256; green++) {
            for (int blue = 0; blue < 256; blue++) {
                bytes[3 * blue] = (uint8_t)red;
                bytes[3 * blue + 1] = (uint8_t)green;
                bytes[3 * blue + 2] = (uint8_t)blue;
            }
            tb_luma_row(&sampling, 0, luma);
            for (int blue = 0; blue < 256; blue++) {
                wrong += luma[blue] != (float)(red * 0.299 + green * 0.587 + blue * 0.114);
            }
        }
    }
    expect(wrong == 0, "brightness is what doubles give, rounded once");
}

/* Every sum of brightness that a picture can have, as an exact division has it, in all ways: a
 * picture of one pixel in each cell is its own grid. */
static void check_luma_of_paths(void)
{
    uint8_t bytes[TB_GRID * TB_GRID * 4] = {0};
    tb_picture picture = {bytes, TB_GRID, TB_GRID, TB_GRID, 4, TB_GRID * 4};
    float grid[TB_GRID * TB_GRID];
    float *space = malloc((size_t)TB_SHRINK_FLOATS * sizeof *space);
    tb_sampling sampling;
    int wrong = 0;

    tb_sample(&picture, &sampling);
    for (uint32_t first = 0; first < 1u << 24; first += TB_GRID * TB_GRID * 31) {
        for (uint32_t i = 0; i < TB_GRID * TB_GRID; i++) {
            uint32_t colour = (first + 31 * i) % (1u << 24);
            memcpy(bytes + 4 * i, (uint8_t[]){colour >> 16, colour >> 8 & 255, colour & 255}, 3);
        }
        for (size_t path = 0; path < tb_path_count(); path++) {
            tb_path_at(path)->shrink(&sampling, space, grid);
            for (uint32_t i = 0; i < TB_GRID * TB_GRID; i++) {
                const uint8_t *pixel = bytes + 4 * i;
                int32_t sum = 299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2];
                wrong += grid[i] != (float)sum / 1000.0f;
            }
        }
    }
    expect(wrong == 0, "brightness is rounded once, in all ways");
    free(space);
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static void check_median(uint32_t seed, uint32_t range)
{
    float values[TB_WAVES * TB_WAVES], ordered[TB_WAVES * TB_WAVES];

    for (int i = 0; i < TB_WAVES * TB_WAVES; i++) {
        values[i] = ordered[i] = (float)(next_number(&seed) % range) - (float)range / 2;
    }
    qsort(ordered, TB_WAVES * TB_WAVES, sizeof *ordered, compare_floats);
    expect(tb_lower_median(values) == ordered[127], "the median is the 128th in order");
}

static void check_refusals(void)
{
    static const uint8_t pixels[64];
    const struct {
        tb_picture picture;
        int code;
    } cases[] = {
        {{pixels, 0, 1, 1, 3, 3}, TB_EMPTY},
        {{pixels, 1, 0, 0, 3, 3}, TB_EMPTY},
        {{pixels, TB_MAX_SIDE + 1, 1, 1, 3, SIZE_MAX}, TB_TOO_LARGE},
        {{pixels, 1, (size_t)TB_MAX_SIDE + 1, (size_t)TB_MAX_SIDE + 1, 3, 3}, TB_TOO_LARGE},
        {{pixels, SIZE_MAX, SIZE_MAX, SIZE_MAX, 4, 4}, TB_TOO_LARGE},
        {{pixels, 2, 8, 8, 3, SIZE_MAX / 4}, TB_TOO_LARGE},
        {{pixels, 2, 2, 2, 2, 6}, TB_CHANNELS},
        {{pixels, 2, 2, 2, 0, 6}, TB_CHANNELS},
        {{pixels, 2, 2, 2, 5, 10}, TB_CHANNELS},
        {{pixels, 2, 2, 2, 3, 5}, TB_STRIDE},
        {{pixels, 2, 600, 599, 3, 6}, TB_ROWS},
        {{pixels, 2, 600, 0, 3, 6}, TB_ROWS},
        {{pixels, 2, 400, 512, 3, 6}, TB_ROWS},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tb_fingerprint made, before;
        memset(&made, 0x5A, sizeof made);
        before = made;
        expect(make(&cases[i].picture, &made) == cases[i].code, "each bad picture has its code");
        expect(is_same(&made, &before), "nothing is written for a bad picture");
    }
}

int main(int count, char **arguments)
{
    uint32_t state = 20;
    int vectors = count > 1 ? check_vectors(arguments[1]) : 0;

    for (int i = 0; i < 60; i++) {
        uint32_t width = 5 + next_number(&state) % 600;
        uint32_t height = 5 + next_number(&state) % 600;
        check_paths_agree(width, height, state, (const size_t[]){1, 3, 4}[i % 3]);
        check_gray(width, height, state);
    }
    // Where the window of the filter changes.
    static const uint32_t sides[] = {128, 129, 256, 257, 384, 385, 511, 512, 513};
    for (size_t i = 0; i < 81; i++) {
        check_paths_agree(sides[i % 9], sides[i / 9], state, 1);
    }
    for (uint32_t side = 5; side < 20; side++) {
        check_paths_agree(side, 512, side, 3);
        check_paths_agree(512, side, side, 1);
    }
    for (uint32_t seed = 0; seed < 200; seed++) {
        check_median(seed, seed % 2 ? 5 : 60000);
    }
    check_luma();
    check_luma_of_paths();
    check_refusals();
    printf("%d vectors, %d failures\n", vectors, failures);
    return failures > 0;
}
