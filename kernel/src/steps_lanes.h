/* All steps, for registers of the width that the including file has defined. */
#include "dispatch.h"

#include "lanes.h"

#include "luma_lanes.h"
#include "windows_lanes.h"

#include "gray_lanes.h"
#include "shrink_lanes.h"
#include "threshold_lanes.h"
#include "transform_lanes.h"
