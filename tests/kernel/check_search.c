/* Checks searching and refining from C, under sanitizers: every buffer is exactly as long as the
 * header asks for. Prints each difference; returns how many. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quad_steps.h"
#include "takeback/plane.h"
#include "takeback/search.h"

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
    return *state >> 8;
}

/* -1 to 1 */
static float next_share(uint32_t *state)
{
    return (float)next_number(state) / (1 << 23) - 1.0f;
}

static void check_scan(size_t count, size_t query_count, uint32_t seed)
{
    uint64_t *words = malloc(TB_WORDS * count * sizeof *words + !count);
    uint8_t *queries = malloc(query_count * TB_BYTES);
    size_t all = count * query_count, room = all / 2;
    tb_pair *plain = malloc(all * sizeof *plain + !all);
    tb_pair *some = malloc(room * sizeof *some + !room);

    for (size_t i = 0; i < TB_WORDS * count; i++) {
        words[i] = (uint64_t)next_number(&seed) << 40 | (uint64_t)next_number(&seed) << 20 |
                   next_number(&seed);
    }
    for (size_t i = 0; i < query_count * TB_BYTES; i++) {
        queries[i] = (uint8_t)next_number(&seed);
    }
    expect(tb_scan(words, count, queries, query_count, TB_BITS, 0, plain, all) == all,
           "every pair is within 256 bits");
    for (size_t path = 0; path < tb_path_count(); path++) {
        size_t found = tb_scan(words, count, queries, query_count, TB_BITS, path, some, room);
        expect(found == all && !memcmp(some, plain, room * sizeof *some),
               "each path gives the plain one's pairs, as far as there is room");
    }
    free(words);
    free(queries);
    free(plain);
    free(some);
}

/* A picture of soft blobs in a workspace of exactly the size asked for. */
static tb_plane draw(size_t width, size_t height, void **workspace)
{
    uint8_t *pixels = malloc(width * height);
    tb_plane plane;

    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            pixels[y * width + x] =
                (uint8_t)((x * x / 7 + 3 * x * y / 11 + y * y / 5 + 40 * (x / 23 + y / 17)) / 8);
        }
    }
    *workspace = malloc(tb_plane_workspace_bytes());
    tb_plane_begin(*workspace, width, height, 1);
    tb_plane_rows(*workspace, pixels, height, width);
    tb_plane_finish(*workspace, &plane);
    free(pixels);
    return plane;
}

static void check_hostile_quads(const tb_plane *plane, uint32_t seed)
{
    void *workspace = malloc(tb_quads_workspace_bytes());
    int accepted = 0;

    memset(workspace, 0xFF, tb_quads_workspace_bytes());
    tb_quads_begin(workspace, plane, tb_path_count() - 1);
    for (int i = 0; i < 40; i++) {
        tb_quad quad;
        uint8_t bits[TB_BYTES];
        int32_t quality;
        for (size_t k = 0; k < 8; k++) {
            quad.corners[k / 2][k % 2] = 0.5f + 1.6f * next_share(&seed);
        }
        accepted += tb_quad_bits(workspace, &quad, bits, &quality) == TB_OK;
    }
    expect(accepted > 0 && accepted < 40, "some quads drawn at random are quads, and some not");
    free(workspace);
}

static void check_refining(const tb_plane *plane, uint32_t seed)
{
    void *workspace = malloc(tb_quads_workspace_bytes());
    tb_quad found[3];
    int32_t distances[3];
    tb_quad start = {{{0.1f, 0.1f}, {0.9f, 0.15f}, {0.8f, 0.9f}, {0.05f, 0.8f}}};
    uint8_t target[TB_BYTES];

    for (size_t i = 0; i < TB_BYTES; i++) {
        target[i] = (uint8_t)next_number(&seed);
    }
    for (size_t path = 0; path < tb_path_count(); path++) {
        memset(workspace, 0xFF, tb_quads_workspace_bytes());
        tb_quads_begin(workspace, plane, path);
        expect(tb_refine(workspace, &start, target, &found[path], &distances[path]) == TB_OK,
               "a quad in the picture can be refined");
        expect(distances[path] == distances[0] && !memcmp(&found[path], &found[0], sizeof *found),
               "each path ends where the plain one does");
    }
    free(workspace);
}

static void check_steps(uint32_t seed)
{
    tb_coarse_cosines *cosines = malloc(sizeof *cosines);
    float grid[TB_COARSE * TB_COARSE], waves[2][TB_COUNT], slopes[2][TB_WAYS * TB_COUNT];
    tb_normal normal[2];

    for (size_t i = 0; i < sizeof *cosines / sizeof(float); i++) {
        ((float *)cosines)[i] = next_share(&seed);
    }
    for (size_t i = 0; i < TB_COARSE * TB_COARSE; i++) {
        grid[i] = 255.0f * next_share(&seed);
    }
    for (size_t path = 0; path < tb_path_count(); path++) {
        const tb_quad_steps *steps = tb_quad_steps_of(path);
        size_t place = path > 0;
        steps->waves(cosines, grid, waves[place]);
        steps->slopes(cosines, grid, slopes[place]);
        steps->normal(slopes[place], waves[place], waves[place], &normal[place]);
        expect(!memcmp(waves[place], waves[0], sizeof *waves) &&
                   !memcmp(slopes[place], slopes[0], sizeof *slopes) &&
                   !memcmp(&normal[place], &normal[0], sizeof *normal),
               "each path takes the plain one's steps, bit for bit");
    }
    free(cosines);
}

int main(void)
{
    static const size_t sides[][2] = {{512, 300}, {64, 65}, {300, 1}, {1, 1}, {5, 512}};

    check_scan(0, 3, 1);
    check_scan(19, 3, 2);
    check_scan(64, 1, 3);
    check_steps(4);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        void *workspace;
        tb_plane plane = draw(sides[i][0], sides[i][1], &workspace);
        check_hostile_quads(&plane, (uint32_t)i);
        check_refining(&plane, (uint32_t)i);
        free(workspace);
    }
    printf("%d failures\n", failures);
    return failures > 0;
}
