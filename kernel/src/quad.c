/* From the corners of a rendering to where each of its places lies, and back. */
#include "quad.h"

/* Corners of the rendering, in the order of tb_quad. */
static const float square[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};

static int is_within_reach(const tb_quad *quad)
{
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 2; k++) {
            // Written so that what is not a number is refused too.
            if (!(quad->corners[i][k] >= -1.0f && quad->corners[i][k] <= 2.0f)) {
                return 0;
            }
        }
    }
    return 1;
}

/* Does the far edge stay in front of whoever looks? w is smallest at a corner. */
static int is_in_front(const tb_placing *placing)
{
    const float *m = placing->m;
    float tilt = (m[6] < 0 ? -m[6] : m[6]) + (m[7] < 0 ? -m[7] : m[7]);

    return tilt <= 0.9f;
}

float tb_quad_area(const tb_quad *quad)
{
    float twice = 0.0f;

    for (size_t i = 0; i < 4; i++) {
        const float *a = quad->corners[i];
        const float *b = quad->corners[(i + 1) % 4];
        twice += a[0] * b[1] - b[0] * a[1];
    }
    return twice / 2;
}

/* Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), section 2.2.3: the square to
 * a quad, here for a square from -1 to 1. */
int tb_placing_of_quad(const tb_quad *quad, tb_placing *placing)
{
    float least = 1.0f / (1 << 20); // of the picture's area; less than a pixel
    const float(*c)[2] = quad->corners;
    float area, determinant, g, h;

    if (!is_within_reach(quad)) {
        return TB_QUAD;
    }
    area = tb_quad_area(quad);
    float right[2], lower[2], excess[2];
    for (size_t k = 0; k < 2; k++) {
        right[k] = c[1][k] - c[2][k];
        lower[k] = c[3][k] - c[2][k];
        excess[k] = c[0][k] - c[1][k] + c[2][k] - c[3][k];
    }
    determinant = right[0] * lower[1] - lower[0] * right[1];
    if (!(area * area > least * least) || !(determinant * area < 0)) {
        return TB_QUAD;
    }
    g = (excess[0] * lower[1] - lower[0] * excess[1]) / determinant;
    h = (right[0] * excess[1] - excess[0] * right[1]) / determinant;
    // Written so that halves of the square's u and v are folded in; w at its middle becomes 1.
    float middle = 1 + g / 2 + h / 2;
    if (!(middle > least)) {
        return TB_QUAD;
    }
    for (size_t k = 0; k < 2; k++) {
        float across = (c[1][k] - c[0][k] + g * c[1][k]) / 2;
        float down = (c[3][k] - c[0][k] + h * c[3][k]) / 2;
        placing->m[3 * k] = across / middle;
        placing->m[3 * k + 1] = down / middle;
        placing->m[3 * k + 2] = (c[0][k] + across + down) / middle;
    }
    placing->m[6] = g / 2 / middle;
    placing->m[7] = h / 2 / middle;
    placing->m[8] = 1.0f;
    return is_in_front(placing) ? TB_OK : TB_QUAD;
}

void tb_quad_of_placing(const tb_placing *placing, tb_quad *quad)
{
    const float *m = placing->m;

    for (size_t i = 0; i < 4; i++) {
        float u = square[i][0], v = square[i][1];
        float w = m[6] * u + m[7] * v + m[8];
        quad->corners[i][0] = (m[0] * u + m[1] * v + m[2]) / w;
        quad->corners[i][1] = (m[3] * u + m[4] * v + m[5]) / w;
    }
}

void tb_move_placing(const tb_placing *placing, const float by[8], tb_placing *moved)
{
    const float move[9] = {1 + by[0], by[1], by[2], by[3], 1 + by[4], by[5], by[6], by[7], 1};
    float product[9];

    for (size_t row = 0; row < 3; row++) {
        const float *m = placing->m + 3 * row;
        for (size_t k = 0; k < 3; k++) {
            product[3 * row + k] = m[0] * move[k] + m[1] * move[3 + k] + m[2] * move[6 + k];
        }
    }
    for (size_t i = 0; i < 9; i++) {
        moved->m[i] = product[i] / product[8];
    }
}
