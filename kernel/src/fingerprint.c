/* The whole recipe: check, sample, shrink, transform, threshold. */
#include "steps.h"

typedef struct {
    float shrink[TB_SHRINK_FLOATS];
    float grid[TB_GRID * TB_GRID];
    float half[TB_WAVES * TB_GRID];
    float waves[TB_WAVES * TB_WAVES];
    float moved[TB_WAVES * TB_WAVES];
    float ordered[TB_WAVES * TB_WAVES];
    tb_sampling sampling;
} workspace_layout;

size_t tb_workspace_bytes(void)
{
    return sizeof(workspace_layout);
}

static int check_picture(const tb_picture *picture)
{
    int has_sampled_rows = picture->height > TB_SIDE && picture->rows == TB_SIDE;

    if (picture->width == 0 || picture->height == 0) {
        return TB_EMPTY;
    }
    if (picture->width > TB_MAX_SIDE || picture->height > TB_MAX_SIDE) {
        return TB_TOO_LARGE;
    }
    if (picture->channels != 3 && picture->channels != 4) {
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

int tb_make_fingerprint(const tb_picture *picture, void *workspace, tb_fingerprint *out)
{
    workspace_layout *work = workspace;
    int refused = check_picture(picture);

    if (refused) {
        return refused;
    }
    tb_sample(picture, &work->sampling);
    if (work->sampling.width < TB_MIN_SIDE || work->sampling.height < TB_MIN_SIDE) {
        write_nothing(out);
        return TB_OK;
    }
    tb_shrink(&work->sampling, work->shrink, work->grid);
    out->quality = tb_quality(work->grid);
    tb_transform(work->grid, work->half, work->waves);
    for (int view = 0; view < TB_VIEWS; view++) {
        tb_move_waves(view, work->waves, work->moved);
        tb_threshold(work->moved, work->ordered, out->views[view]);
    }
    return TB_OK;
}
