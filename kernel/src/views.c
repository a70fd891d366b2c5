/* Flips and turns: for the transform they only change signs and exchange rows with columns. */
#include "steps.h"

typedef struct {
    int transpose; /* rows become columns, before the exchanges below */
    int mirror;    /* left and right exchanged */
    int flip;      /* top and bottom exchanged */
} move;

static const move moves[TB_VIEWS] = {
    [TB_WHOLE] = {0, 0, 0},     [TB_MIRROR] = {0, 1, 0},    [TB_FLIP] = {0, 0, 1},
    [TB_TURN_90] = {1, 0, 1},   [TB_TURN_180] = {0, 1, 1},  [TB_TURN_270] = {1, 1, 0},
    [TB_TRANSPOSE] = {1, 0, 0}, [TB_TRANSVERSE] = {1, 1, 1},
};

void tb_move_waves(int view, const float *waves, float *moved)
{
    const move *how = &moves[view];

    for (size_t down = 0; down < TB_WAVES; down++) {
        for (size_t across = 0; across < TB_WAVES; across++) {
            size_t from = how->transpose ? across * TB_WAVES + down : down * TB_WAVES + across;
            // Place n holds wave n + 1, and a wave that swings an odd number of times changes sign
            // when its ends are exchanged: so even places do.
            int is_odd_across = how->mirror && across % 2 == 0;
            int is_odd_down = how->flip && down % 2 == 0;
            moved[down * TB_WAVES + across] =
                is_odd_across != is_odd_down ? -waves[from] : waves[from];
        }
    }
}
