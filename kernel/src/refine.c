/* Moving a quad towards a fingerprint.
 *
 * A fingerprint says of each wave only on which side of the median it lies. The misfit of a
 * rendering is smooth in its waves, and how waves change with the quad is known (quad_lanes.h):
 * each step solves for all eight ways to move at once. Slow waves are fitted first, since they
 * still say the right thing from far away; then all; at last the quad is moved way by way as long
 * as fewer bits differ. */
#include <string.h>

#include "refine_steps.h"

enum {
    STARTS = 5, /* the quad itself, and moved to four sides */
    SLOW_STEPS = 8,
    GLANCE_STEPS = 2, /* at the middle waves, to tell which start did best */
    MIDDLE_STEPS = 8,
    ALL_STEPS = 12,
    ROUNDS = 6,       /* of moving way by way */
    NEAR_ENOUGH = 10, /* bits; nothing is gained below */
    HOPELESS = 72     /* bits; from further away walking leads nowhere */
};

/* Misfits of the middle waves at which to stop. Of 525 pairs of a photograph and its crop, plain or
 * with overlays, that came within 60 bits in the end, 2 were above one of the last three on the
 * way, and 355 below the first from the start. Of 1,500 unrelated pairs that began within 92 bits
 * 1,243 were above one of the last three, and none was below the first. */
static const float surely_found = 0.13f;
static const float surely_lost = 0.24f;
static const float lost_after_slow = 0.205f;
static const float lost_after_middle = 0.195f;

typedef struct {
    tb_placing placing;
    float misfit;
    float grid[TB_COARSE * TB_COARSE];
    float pulls[TB_COUNT], bends[TB_COUNT];
} fitted;

typedef struct {
    tb_levels levels;
    tb_coarse_cosines cosines;
    tb_emphasis slow, middle, all;
    tb_wanted wanted;
    float area; /* of the quad at the start */
    const uint8_t *target;
    float fine[TB_FINE * TB_FINE], grid[TB_GRID * TB_GRID];
    float space[TB_WAVES * TB_GRID], waves[TB_COUNT], slopes[TB_WAYS * TB_COUNT];
} workspace_layout;

size_t tb_quads_workspace_bytes(void)
{
    return sizeof(workspace_layout);
}

void tb_quads_begin(void *workspace, const tb_plane *plane, size_t path)
{
    workspace_layout *work = workspace;

    work->levels.plane = plane;
    work->levels.path = path;
    memset(work->levels.is_made, 0, sizeof work->levels.is_made);
    tb_make_coarse_cosines(&work->cosines);
    tb_make_emphasis(4.0f, 0.5f, &work->slow);
    tb_make_emphasis(8.0f, 0.5f, &work->middle);
    tb_make_emphasis(24.0f, 2.0f, &work->all);
}

int tb_quad_bits(void *workspace, const tb_quad *quad, uint8_t *bits, int32_t *quality)
{
    workspace_layout *work = workspace;
    tb_placing placing;

    if (tb_placing_of_quad(quad, &placing) != TB_OK) {
        memset(bits, 0, TB_BYTES);
        *quality = 0;
        return TB_QUAD;
    }
    tb_render_grid(&work->levels, &placing, work->fine, work->grid);
    tb_transform(work->grid, work->space, work->waves);
    tb_threshold(work->waves, work->space, bits);
    *quality = tb_quality(work->grid);
    return TB_OK;
}

/* How many bits of what is in work->grid differ from the target. */
static int32_t distance_of_grid(workspace_layout *work)
{
    uint8_t bits[TB_BYTES];
    int32_t distance = 0;

    tb_transform(work->grid, work->space, work->waves);
    tb_threshold(work->waves, work->space, bits);
    for (size_t i = 0; i < TB_BYTES; i++) {
        for (uint32_t left = bits[i] ^ work->target[i]; left; left &= left - 1) {
            distance++;
        }
    }
    return distance;
}

static int32_t distance_of(workspace_layout *work, const tb_placing *placing)
{
    tb_render_grid(&work->levels, placing, work->fine, work->grid);
    return distance_of_grid(work);
}

/* The same with one sample a place: a bit or two off, for a quarter of the work. */
static int32_t rough_distance(workspace_layout *work, const tb_placing *placing)
{
    tb_render(&work->levels, placing, TB_GRID, work->grid);
    return distance_of_grid(work);
}

/* Is the quad still one that refine.h allows, and neither much larger nor much smaller than at the
 * start? A misfit can be brought down by looking at nearly nothing. */
static int is_sensible(const workspace_layout *work, const tb_placing *placing)
{
    tb_placing again;
    tb_quad quad;
    float share;

    tb_quad_of_placing(placing, &quad);
    share = tb_quad_area(&quad) / work->area;
    return share > 0.3f && share < 3.0f && tb_placing_of_quad(&quad, &again) == TB_OK;
}

static void look(workspace_layout *work, const tb_emphasis *emphasis, fitted *at)
{
    tb_render(&work->levels, &at->placing, TB_COARSE, at->grid);
    tb_quad_steps_of(work->levels.path)->waves(&work->cosines, at->grid, work->waves);
    at->misfit = tb_misfit(&work->wanted, emphasis, work->waves, at->pulls, at->bends);
}

/* The largest of the moves, without sign; what is not a number counts as none. */
static float largest(const float by[TB_WAYS])
{
    float most = 0.0f;

    for (size_t i = 0; i < TB_WAYS; i++) {
        float length = by[i] < 0 ? -by[i] : by[i];
        most = length > most ? length : most;
    }
    return most;
}

/* One move: solved for, and cut to what the slopes can be trusted for.
 *
 * Returns its size; 0 when there is none. */
static float choose_move(const tb_normal *normal, float damping, float by[TB_WAYS])
{
    const float trusted = 0.12f; // of half a side
    float size;

    if (!tb_solve(normal, damping, by)) {
        return 0.0f;
    }
    size = largest(by);
    if (size > trusted) {
        for (size_t i = 0; i < TB_WAYS; i++) {
            by[i] *= trusted / size;
        }
        return trusted;
    }
    return size;
}

/* Levenberg and Marquardt's method: a step that fails is tried again, shorter.
 *
 *   at         where to begin; where the fit ended, on return
 *   steps      most renderings beside the first */
static void fit(workspace_layout *work, const tb_emphasis *emphasis, size_t steps, fitted *at)
{
    const tb_quad_steps *steps_of_path = tb_quad_steps_of(work->levels.path);
    fitted next;
    tb_normal normal;
    float damping = 0.01f;
    int has_moved = 1;

    look(work, emphasis, at);
    for (size_t step = 0; step < steps; step++) {
        float by[TB_WAYS];
        if (has_moved) {
            steps_of_path->slopes(&work->cosines, at->grid, work->slopes);
            steps_of_path->normal(work->slopes, at->pulls, at->bends, &normal);
            has_moved = 0;
        }
        float size = choose_move(&normal, damping, by);
        if (size < 5e-4f) { // a hundredth of a place
            return;
        }
        tb_move_placing(&at->placing, by, &next.placing);
        if (!is_sensible(work, &next.placing)) {
            damping = damping * 8 + 0.01f;
            continue;
        }
        look(work, emphasis, &next);
        if (next.misfit < at->misfit) {
            *at = next;
            damping *= 0.3f;
            has_moved = 1;
        } else {
            damping = damping * 6 + 0.003f;
        }
    }
}

/* Fit the slow waves from several places near `start` and keep the best.
 *
 * Returns 1, or 0 as soon as it is clear that this leads nowhere. */
static int fit_slow(workspace_layout *work, const tb_placing *start, fitted *best)
{
    static const float shifts[STARTS][2] = {
        {0.0f, 0.0f}, {0.14f, 0.0f}, {-0.14f, 0.0f}, {0.0f, 0.14f}, {0.0f, -0.14f}};

    for (size_t i = 0; i < STARTS; i++) {
        const float by[TB_WAYS] = {[2] = shifts[i][0], [5] = shifts[i][1]};
        fitted at;
        tb_move_placing(start, by, &at.placing);
        fit(work, &work->slow, SLOW_STEPS, &at);
        fit(work, &work->middle, GLANCE_STEPS, &at);
        if (i == 0 || at.misfit < best->misfit) {
            *best = at;
        }
        if (best->misfit < surely_found || best->misfit > surely_lost) {
            break;
        }
    }
    return best->misfit <= lost_after_slow;
}

/* Fit slow, then faster, then all waves.
 *
 * Returns 1, or 0 when this led nowhere. */
static int fit_all_waves(workspace_layout *work, const tb_placing *start, fitted *at)
{
    if (!fit_slow(work, start, at)) {
        return 0;
    }
    fit(work, &work->middle, MIDDLE_STEPS, at);
    if (at->misfit > lost_after_middle) {
        return 0;
    }
    fit(work, &work->all, ALL_STEPS, at);
    return 1;
}

/* Move way by way, there and back, as long as fewer bits differ; then by half as much. */
static void walk(workspace_layout *work, tb_placing *placing)
{
    int32_t distance = rough_distance(work, placing);
    float length = 0.02f; // of half a side

    for (size_t round = 0; round < ROUNDS && distance > NEAR_ENOUGH; round++) {
        int has_gained = 0;
        for (size_t i = 0; i < 2 * TB_WAYS; i++) {
            float by[TB_WAYS] = {0};
            tb_placing moved;
            by[i / 2] = i % 2 ? -length : length;
            tb_move_placing(placing, by, &moved);
            if (!is_sensible(work, &moved)) {
                continue;
            }
            int32_t reached = rough_distance(work, &moved);
            if (reached < distance) {
                distance = reached;
                *placing = moved;
                has_gained = 1;
            }
        }
        length = has_gained ? length : length / 2;
    }
}

/* Keep what is nearer: `best`, or `other`. */
static void keep_nearer(workspace_layout *work, const tb_placing *other, tb_placing *best,
                        int32_t *distance)
{
    int32_t reached = distance_of(work, other);

    if (reached < *distance) {
        *distance = reached;
        *best = *other;
    }
}

int tb_refine(void *workspace, const tb_quad *start, const uint8_t *target, tb_quad *found,
              int32_t *distance)
{
    workspace_layout *work = workspace;
    tb_placing best;
    fitted at;

    *found = *start;
    *distance = TB_BITS;
    if (tb_placing_of_quad(start, &best) != TB_OK) {
        return TB_QUAD;
    }
    work->target = target;
    work->area = tb_quad_area(start);
    tb_make_wanted(target, &work->wanted);
    *distance = distance_of(work, &best);
    if (fit_all_waves(work, &best, &at)) {
        keep_nearer(work, &at.placing, &best, distance);
    }
    if (*distance <= HOPELESS) {
        at.placing = best;
        walk(work, &at.placing);
        keep_nearer(work, &at.placing, &best, distance);
    }
    tb_quad_of_placing(&best, found);
    return TB_OK;
}
