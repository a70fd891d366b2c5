/* Renderings and their slopes with four numbers side by side: what every machine has. */
#define LANES 4
#include "quad_lanes.h"

const tb_quad_steps tb_quad_plain = {render, make_waves, make_slopes, make_normal};
