// Planes for Python: a picture reduced once, and the fingerprints of its parts.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/vector.h>

#include "plane.hpp"

namespace nb = nanobind;
using takeback::give;
using takeback::Pixels;
using takeback::Plane;
using takeback::Rows;

namespace takeback {

Rows rows_of(const Pixels &pixels) {
    if (pixels.dtype() != nb::dtype<uint8_t>()) {
        throw nb::type_error("pixels must be of type uint8");
    }
    if (pixels.ndim() != 2 && pixels.ndim() != 3) {
        throw nb::value_error(
            "pixels must have the shape (height, width) or (height, width, channels)");
    }
    const size_t channels = pixels.ndim() == 3 ? pixels.shape(2) : 1;
    // The stride along a side of one may be anything: nobody steps along it.
    const bool is_packed =
        (pixels.shape(1) < 2 || pixels.stride(1) == static_cast<int64_t>(channels)) &&
        (channels < 2 || pixels.stride(2) == 1) && (pixels.shape(0) < 2 || pixels.stride(0) >= 0);
    if (pixels.size() > 0 && !is_packed) {
        throw nb::value_error("the pixels of a row must lie side by side, top row first");
    }
    const size_t line = pixels.shape(1) * channels;
    const size_t step = pixels.shape(0) > 1 ? static_cast<size_t>(pixels.stride(0)) : line;
    const auto *bytes = static_cast<const uint8_t *>(pixels.data());
    return {bytes, pixels.shape(1), pixels.shape(0), channels, step};
}

void check_code(int code) {
    switch (code) {
        case TB_OK:
            return;
        case TB_EMPTY:
            throw nb::value_error("a picture without pixels");
        case TB_TOO_LARGE:
            throw nb::value_error("a side is longer than 1048576 pixels");
        case TB_CHANNELS:
            throw nb::value_error(
                "a pixel must have 1 channel (luma), 3 channels (RGB) or 4 (RGB and one ignored)");
        case TB_STRIDE:
            throw nb::value_error("rows overlap");
        default:
            throw std::runtime_error("the kernel returned an unknown code");
    }
}

int fill_plane(const Rows &rows, Plane *out) {
    out->memory.resize(tb_plane_workspace_bytes() / sizeof(std::max_align_t) + 1);
    void *workspace = out->memory.data();
    int code = tb_plane_begin(workspace, rows.width, rows.height, rows.channels);
    if (code == TB_OK) {
        code = tb_plane_rows(workspace, rows.bytes, rows.height, rows.row_bytes);
    }
    return code == TB_OK ? tb_plane_finish(workspace, &out->plane) : code;
}

}  // namespace takeback

namespace {

using Boxes = nb::ndarray<const float, nb::shape<-1, 4>, nb::c_contig, nb::device::cpu>;
using Specs = nb::ndarray<const float, nb::shape<-1, 9>, nb::c_contig, nb::device::cpu>;
using Orientations = std::vector<int>;

void make_plane(Plane *place, const Pixels &pixels) {
    const Rows rows = takeback::rows_of(pixels);
    Plane made;
    int code = TB_OK;
    {
        nb::gil_scoped_release released;
        code = takeback::fill_plane(rows, &made);
    }
    takeback::check_code(code);
    new (place) Plane(std::move(made));
}

nb::object luma(const Plane &self) {
    const size_t count = self.plane.width * self.plane.height;
    std::vector<float> values(count);
    for (size_t i = 0; i < count; i++) {
        values[i] = static_cast<float>(self.plane.luma[i]) / TB_PLANE_LUMA;
    }
    return give(std::move(values), {self.plane.height, self.plane.width});
}

nb::tuple trim(const Plane &self) {
    tb_box inner;
    {
        nb::gil_scoped_release released;
        tb_trim(&self.plane, &inner);
    }
    return nb::make_tuple(inner.left, inner.top, inner.right, inner.bottom);
}

void check_orientations(const Orientations &orientations) {
    for (int orientation : orientations) {
        if (orientation < TB_WHOLE || orientation > TB_TRANSVERSE) {
            throw nb::value_error("an orientation is a number from 0 (whole) to 7 (transverse)");
        }
    }
}

// Fingerprints of `count` grids; `render` draws grid number i. Needs the interpreter at both ends.
template <typename Render>
nb::tuple fingerprint_grids(size_t count, const Orientations &orientations, Render render) {
    check_orientations(orientations);
    const size_t moves = orientations.size();
    std::vector<uint8_t> bits(count * moves * TB_BYTES);
    std::vector<int32_t> qualities(count);
    {
        nb::gil_scoped_release released;
        std::vector<float> grid(TB_GRID_SIDE * TB_GRID_SIDE);
        for (size_t i = 0; i < count; i++) {
            render(i, grid.data());
            qualities[i] = tb_grid_bits(grid.data(), orientations.data(), moves,
                                        bits.data() + i * moves * TB_BYTES);
        }
    }
    return nb::make_tuple(give(std::move(bits), {count, moves, static_cast<size_t>(TB_BYTES)}),
                          give(std::move(qualities), {count}));
}

tb_box box_at(const float *sides) {
    return {sides[0], sides[1], sides[2], sides[3]};
}

nb::tuple fingerprint_boxes(const Plane &self, const Boxes &boxes,
                            const Orientations &orientations) {
    const auto render = [&](size_t i, float *grid) {
        const tb_box box = box_at(boxes.data() + 4 * i);
        tb_box_grid(&self.plane, &box, grid);
    };
    return fingerprint_grids(boxes.shape(0), orientations, render);
}

nb::tuple fingerprint_renderings(const Plane &plane, const Specs &specs,
                                 const Orientations &orientations) {
    const auto render = [&](size_t i, float *grid) {
        const float *spec = specs.data() + 9 * i;
        const tb_box box = box_at(spec);
        const tb_box place = box_at(spec + 4);
        tb_canvas_grid(&plane.plane, &box, &place, spec[8], grid);
    };
    for (size_t i = 0; i < specs.shape(0); i++) {
        const float *place = specs.data() + 9 * i + 4;
        const bool is_wide = place[2] - place[0] >= 0.0625f && place[3] - place[1] >= 0.0625f;
        if (!is_wide) {
            throw nb::value_error("a place on the canvas is at least 1/16 wide and high");
        }
    }
    return fingerprint_grids(specs.shape(0), orientations, render);
}

}  // namespace

void register_planes(nb::module_ &module) {
    nb::class_<Plane>(module, "Plane", "A picture reduced for rendering parts of it.")
        .def("__init__", &make_plane, nb::arg("pixels").noconvert())
        .def_prop_ro("width", [](const Plane &self) { return self.plane.width; })
        .def_prop_ro("height", [](const Plane &self) { return self.plane.height; })
        .def("luma", &luma)
        .def("trim", &trim)
        .def("fingerprint_boxes", &fingerprint_boxes, nb::arg("boxes"),
             nb::arg("orientations") = Orientations{TB_WHOLE});
    module.def("fingerprint_renderings", &fingerprint_renderings, nb::arg("plane"),
               nb::arg("specs"), nb::arg("orientations") = Orientations{TB_WHOLE});
    register_views(module);
}
