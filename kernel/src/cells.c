/* How a side is cut into cells. */
#include "steps.h"

size_t tb_window(size_t length)
{
    // Two passes, so that together they reach over one cell: half a cell each, rounded up.
    return (length + 2 * TB_GRID - 1) / (2 * TB_GRID);
}

size_t tb_cell_middle(size_t length, size_t index)
{
    return (2 * index + 1) * length / (2 * TB_GRID);
}
