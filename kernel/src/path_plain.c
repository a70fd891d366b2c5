/* The steps with four numbers side by side: what every machine and browser has. */
#define LANES 4
#include "steps_lanes.h"

const tb_path tb_path_plain = {"plain", shrink, transform, threshold};
