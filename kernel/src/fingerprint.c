/* The whole recipe: check, sample, shrink, transform, threshold. */
#include "dispatch.h"

typedef struct {
    float shrink[TB_SHRINK_FLOATS];
    float grid[TB_GRID * TB_GRID];
    float half[TB_WAVES * TB_GRID];
    float waves[TB_WAVES * TB_WAVES];
    float moved[TB_WAVES * TB_WAVES];
    tb_sampling sampling;
} workspace_layout;

size_t tb_workspace_bytes(void)
{
    return sizeof(workspace_layout);
}

static int check_picture(const tb_picture *picture)
{
    int has_sampled_rows = picture->height > TB_SIDE && picture->rows == TB_SIDE;
    int is_gray = picture->channels == 1;

    if (picture->width == 0 || picture->height == 0) {
        return TB_EMPTY;
    }
    if (picture->width > TB_MAX_SIDE || picture->height > TB_MAX_SIDE) {
        return TB_TOO_LARGE;
    }
    if (!is_gray && picture->channels != 3 && picture->channels != 4) {
        return TB_CHANNELS;
    }
    if (picture->row_bytes < picture->width * picture->channels) {
        return TB_STRIDE;
    }
    if (picture->rows != picture->height && !has_sampled_rows) {
        return TB_ROWS;
    }
    if (picture->row_bytes > SIZE_MAX / picture->rows) {
        return TB_TOO_LARGE;
    }
    return TB_OK;
}

static void write_nothing(tb_fingerprint *out)
{
    for (size_t view = 0; view < TB_VIEWS; view++) {
        for (size_t i = 0; i < TB_BYTES; i++) {
            out->views[view][i] = 0;
        }
    }
    out->quality = 0;
}

/* The bits after rows have become columns. */
static void transpose_bits(const uint8_t *bits, uint8_t *transposed)
{
    uint32_t columns[TB_WAVES] = {0};

    for (size_t down = 0; down < TB_WAVES; down++) {
        const uint8_t *low = bits + TB_BYTES - 1 - 2 * down;
        uint32_t row = (uint32_t)low[0] | (uint32_t)low[-1] << 8;
        for (size_t across = 0; across < TB_WAVES; across++) {
            columns[across] |= (row >> across & 1) << down;
        }
    }
    for (size_t across = 0; across < TB_WAVES; across++) {
        uint8_t *low = transposed + TB_BYTES - 1 - 2 * across;
        low[0] = (uint8_t)columns[across];
        low[-1] = (uint8_t)(columns[across] >> 8);
    }
}

/* Four views have waves of their own. The other four are those with rows made columns: the same
 * values in other places, so the same median. */
static void make_views(const tb_path *path, workspace_layout *work, tb_fingerprint *out)
{
    static const struct {
        int upright, transposed;
    } pairs[TB_VIEWS / 2] = {
        {TB_WHOLE, TB_TRANSPOSE},
        {TB_MIRROR, TB_TURN_90},
        {TB_FLIP, TB_TURN_270},
        {TB_TURN_180, TB_TRANSVERSE},
    };

    for (size_t i = 0; i < TB_VIEWS / 2; i++) {
        uint8_t *bits = out->views[pairs[i].upright];
        tb_move_waves(pairs[i].upright, work->waves, work->moved);
        path->threshold(work->moved, bits);
        transpose_bits(bits, out->views[pairs[i].transposed]);
    }
}

static int fingerprint_by(const tb_path *path, const tb_picture *picture, workspace_layout *work,
                          tb_fingerprint *out)
{
    int refused = check_picture(picture);

    if (refused) {
        return refused;
    }
    tb_sample(picture, &work->sampling);
    if (work->sampling.width < TB_MIN_SIDE || work->sampling.height < TB_MIN_SIDE) {
        write_nothing(out);
        return TB_OK;
    }
    path->shrink(&work->sampling, work->shrink, work->grid);
    out->quality = tb_quality(work->grid);
    path->transform(work->grid, work->half, work->waves);
    make_views(path, work, out);
    return TB_OK;
}

int tb_make_fingerprint(const tb_picture *picture, void *workspace, tb_fingerprint *out)
{
    return fingerprint_by(tb_fastest_path(), picture, workspace, out);
}

int tb_make_fingerprint_by(size_t path, const tb_picture *picture, void *workspace,
                           tb_fingerprint *out)
{
    return fingerprint_by(tb_path_at(path), picture, workspace, out);
}
