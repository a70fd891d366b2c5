/* What a refinement does over and over, as wide as the including file has registers for.
 *
 * Include after defining LANES (4, 8 or 16) and, where the machine has an instruction for it,
 * TB_GATHER(words, places): the words at each of LANES places. Left to itself the compiler takes
 * three times as long. */
#include "quad_steps.h"
#include "registers.h"

#ifndef TB_GATHER
static inline whole_lanes gather(const uint32_t *words, whole_lanes places)
{
    whole_lanes found;

    for (size_t i = 0; i < LANES; i++) {
        found[i] = (int32_t)words[places[i]];
    }
    return found;
}
#define TB_GATHER gather
#endif

static inline lanes to_floats(whole_lanes values)
{
    return __builtin_convertvector(values, lanes);
}

static inline float keep_within(float value, float last)
{
    value = value < 0.0f ? 0.0f : value;
    return value > last ? last : value;
}

/* Between the two pixels of each word. */
static inline lanes between(whole_lanes pairs, lanes share)
{
    lanes left = to_floats(pairs & 0xFFFF);
    lanes right = to_floats((pairs >> 16) & 0xFFFF);

    return left + (right - left) * share;
}

/* Where the places of one line lie.
 *
 *   across, down, away   x, y and w, in pixels of the level: what one step of u adds, and the
 *                        value at u = 0
 *   words                of each place, the word that holds the pixel above and left of it
 *   right, below         how far it is from there, 0 to 1 */
typedef struct {
    int32_t words[TB_FINE];
    float right[TB_FINE], below[TB_FINE];
} line_places;

static inline void find_places(const tb_level *level, const float across[2], const float down[2],
                               const float away[2], int32_t side, line_places *restrict places)
{
    const float last_column = (float)(int32_t)(level->width - 1);
    const float last_row = (float)(int32_t)(level->height - 1);
    const int32_t width = (int32_t)level->width;
    const float step = 2.0f / (float)side;
    const float x_step = across[0], x_start = across[1];
    const float y_step = down[0], y_start = down[1];
    const float w_step = away[0], w_start = away[1];

    for (int32_t i = 0; i < side; i++) {
        float u = ((float)i + 0.5f) * step - 1.0f;
        float nearness = 1.0f / (w_step * u + w_start);
        float x = keep_within((x_step * u + x_start) * nearness, last_column);
        float y = keep_within((y_step * u + y_start) * nearness, last_row);
        int32_t column = (int32_t)x;
        int32_t row = (int32_t)y;
        places->words[i] = row * width + column;
        places->right[i] = x - (float)column;
        places->below[i] = y - (float)row;
    }
}

static inline void read_places(const uint32_t *pixels, size_t width, const line_places *places,
                               size_t side, float *line)
{
    for (size_t i = 0; i < side; i += LANES) {
        whole_lanes words = *(const held_whole_lanes *)(places->words + i);
        lanes right = load(places->right + i);
        lanes above = between(TB_GATHER(pixels, words), right);
        lanes under = between(TB_GATHER(pixels + width, words), right);
        store((above + (under - above) * load(places->below + i)) * (1.0f / TB_PLANE_LUMA),
              line + i);
    }
}

static void render(const tb_level *level, const tb_placing *placing, size_t side, float *grid)
{
    const float width = (float)(int32_t)level->width;
    const float height = (float)(int32_t)level->height;
    const float step = 2.0f / (float)(int32_t)side;
    line_places places;
    float m[9];

    // From shares of the picture to pixels, of which the first has its middle at 0.
    for (size_t i = 0; i < 3; i++) {
        m[i] = placing->m[i] * width - 0.5f * placing->m[6 + i];
        m[3 + i] = placing->m[3 + i] * height - 0.5f * placing->m[6 + i];
        m[6 + i] = placing->m[6 + i];
    }
    for (size_t i = 0; i < side; i++) {
        float v = ((float)(int32_t)i + 0.5f) * step - 1.0f;
        const float across[2] = {m[0], m[1] * v + m[2]};
        const float down[2] = {m[3], m[4] * v + m[5]};
        const float away[2] = {m[6], m[7] * v + m[8]};
        find_places(level, across, down, away, (int32_t)side, &places);
        read_places(level->pixels, level->width, &places, side, grid + i * side);
    }
}

enum { AT_ONCE = 4 /* waves whose sums stay in registers */ };

/* Sums over the rows of a grid. */
static inline void sum_down(const float (*factors)[TB_COARSE], const float *grid, float *lines)
{
    for (size_t i = 0; i < TB_WAVES * TB_COARSE; i += AT_ONCE * TB_COARSE) {
        const float(*factor)[TB_COARSE] = factors + i / TB_COARSE;
        for (size_t x = 0; x < TB_COARSE; x += 2 * LANES) {
            lanes left[AT_ONCE] = {{0}}, right[AT_ONCE] = {{0}};
            for (size_t y = 0; y < TB_COARSE; y++) {
                lanes first = load(grid + y * TB_COARSE + x);
                lanes second = load(grid + y * TB_COARSE + x + LANES);
                for (size_t k = 0; k < AT_ONCE; k++) {
                    left[k] += first * factor[k][y];
                    right[k] += second * factor[k][y];
                }
            }
            for (size_t k = 0; k < AT_ONCE; k++) {
                store(left[k], lines + i + k * TB_COARSE + x);
                store(right[k], lines + i + k * TB_COARSE + x + LANES);
            }
        }
    }
}

/* Adds `sign` times the sums over the columns of what sum_down gave. */
static inline void sum_across(const float (*factors)[TB_WAVES], const float *lines, float sign,
                              float *waves)
{
    for (size_t down = 0; down < TB_WAVES; down += AT_ONCE) {
        for (size_t wave = 0; wave < TB_WAVES; wave += LANES) {
            lanes sums[AT_ONCE] = {{0}};
            for (size_t x = 0; x < TB_COARSE; x++) {
                lanes factor = load(factors[x] + wave);
                for (size_t k = 0; k < AT_ONCE; k++) {
                    sums[k] += factor * lines[(down + k) * TB_COARSE + x];
                }
            }
            for (size_t k = 0; k < AT_ONCE; k++) {
                float *sum = waves + (down + k) * TB_WAVES + wave;
                store(load(sum) + sums[k] * sign, sum);
            }
        }
    }
}

/* A move of the rendering's places by (du, dv) changes what is seen there by gu du + gv dv, with gu
 * and gv the slopes of the rendering itself; the eight moves are products of powers of u and v: see
 * tb_move_placing. Waves are sums over such products, so the slopes of all waves cost five
 * transforms down and ten across, not eight renderings.
 *
 * Slopes of a grid by u and by v: half the difference of the two neighbours; at an edge, the whole
 * difference to the only one. */
static inline void find_slopes(const float *restrict grid, float *restrict by_u,
                                    float *restrict by_v)
{
    const float whole = TB_COARSE / 2.0f;

    for (size_t y = 0; y < TB_COARSE; y++) {
        const float *row = grid + y * TB_COARSE;
        const float *above = y ? row - TB_COARSE : row;
        const float *below = y + 1 < TB_COARSE ? row + TB_COARSE : row;
        const float scale = y && y + 1 < TB_COARSE ? whole / 2 : whole;
        float *line = by_u + y * TB_COARSE;
        for (size_t x = 0; x < TB_COARSE; x++) {
            by_v[y * TB_COARSE + x] = (below[x] - above[x]) * scale;
        }
        line[0] = (row[1] - row[0]) * whole;
        for (size_t x = 1; x + 1 < TB_COARSE; x++) {
            line[x] = (row[x + 1] - row[x - 1]) * (whole / 2);
        }
        line[TB_COARSE - 1] = (row[TB_COARSE - 1] - row[TB_COARSE - 2]) * whole;
    }
}

static void make_waves(const tb_coarse_cosines *cosines, const float *grid, float *waves)
{
    float lines[TB_WAVES * TB_COARSE];

    for (size_t i = 0; i < TB_COUNT; i++) {
        waves[i] = 0.0f;
    }
    sum_down(cosines->down[0], grid, lines);
    sum_across(cosines->across[0], lines, 1.0f, waves);
}

static void make_slopes(const tb_coarse_cosines *cosines, const float *grid, float *slopes)
{
    float by_u[TB_COARSE * TB_COARSE], by_v[TB_COARSE * TB_COARSE], lines[TB_WAVES * TB_COARSE];
    const float(*const across0)[TB_WAVES] = cosines->across[0];
    const float(*const across1)[TB_WAVES] = cosines->across[1];

    for (size_t i = 0; i < TB_WAYS * TB_COUNT; i++) {
        slopes[i] = 0.0f;
    }
    find_slopes(grid, by_u, by_v);
    sum_down(cosines->down[0], by_u, lines);
    sum_across(across0, lines, 1.0f, slopes + 2 * TB_COUNT);           // gu
    sum_across(across1, lines, 1.0f, slopes);                          // gu u
    sum_across(cosines->across[2], lines, -1.0f, slopes + 6 * TB_COUNT); // gu u u
    sum_down(cosines->down[1], by_u, lines);
    sum_across(across0, lines, 1.0f, slopes + TB_COUNT);               // gu v
    sum_across(across1, lines, -1.0f, slopes + 7 * TB_COUNT);          // gu u v
    sum_down(cosines->down[0], by_v, lines);
    sum_across(across0, lines, 1.0f, slopes + 5 * TB_COUNT);           // gv
    sum_across(across1, lines, 1.0f, slopes + 3 * TB_COUNT);           // gv u
    sum_down(cosines->down[1], by_v, lines);
    sum_across(across0, lines, 1.0f, slopes + 4 * TB_COUNT);           // gv v
    sum_across(across1, lines, -1.0f, slopes + 6 * TB_COUNT);          // gv u v
    sum_down(cosines->down[2], by_v, lines);
    sum_across(across0, lines, -1.0f, slopes + 7 * TB_COUNT);          // gv v v
}

static inline float weighted_sum(const float *a, const float *b)
{
    float lanes[TB_LANES] = {0};
    float sum = 0.0f;

    for (size_t i = 0; i < TB_COUNT; i += TB_LANES) {
        for (size_t lane = 0; lane < TB_LANES; lane++) {
            lanes[lane] += a[i + lane] * b[i + lane];
        }
    }
    for (size_t lane = 0; lane < TB_LANES; lane++) {
        sum += lanes[lane];
    }
    return sum;
}

static void make_normal(const float *slopes, const float *pulls, const float *bends,
                        tb_normal *normal)
{
    for (size_t way = 0; way < TB_WAYS; way++) {
        const float *slope = slopes + way * TB_COUNT;
        float weighted[TB_COUNT];
        for (size_t i = 0; i < TB_COUNT; i++) {
            weighted[i] = bends[i] * slope[i];
        }
        for (size_t other = way; other < TB_WAYS; other++) {
            float sum = weighted_sum(weighted, slopes + other * TB_COUNT);
            normal->bends[way][other] = sum;
            normal->bends[other][way] = sum;
        }
        normal->pulls[way] = weighted_sum(pulls, slope);
    }
}
