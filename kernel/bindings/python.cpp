// Python's way into the kernel: module takeback._kernel.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include "takeback/kernel.h"

namespace nb = nanobind;

namespace {

using Pixels = nb::ndarray<nb::ro, nb::device::cpu>;

void check_layout(const Pixels &pixels) {
    if (pixels.dtype() != nb::dtype<uint8_t>()) {
        throw nb::type_error("pixels must be of type uint8");
    }
    if (pixels.ndim() != 3) {
        throw nb::value_error("pixels must have the shape (rows, width, channels)");
    }
    const auto channels = static_cast<int64_t>(pixels.shape(2));
    // Nobody steps along a single channel either.
    const bool is_packed =
        (channels == 1 || pixels.stride(2) == 1) && pixels.stride(1) == channels;
    if (pixels.size() > 0 && (!is_packed || pixels.stride(0) < 0)) {
        throw nb::value_error("the pixels of a row must lie side by side, top row first");
    }
}

[[noreturn]] void refuse(int code, const tb_picture &picture) {
    switch (code) {
        case TB_EMPTY:
            throw nb::value_error("a picture without pixels");
        case TB_TOO_LARGE:
            throw nb::value_error("a side is longer than 1048576 pixels");
        case TB_CHANNELS:
            throw nb::value_error(
                "a pixel must have 3 channels (RGB), 4 (RGB and one ignored) or 1 (gray)");
        case TB_STRIDE:
            throw nb::value_error("rows overlap");
        case TB_ROWS: {
            const auto message = std::to_string(picture.rows) + " rows; a picture " +
                                 std::to_string(picture.height) +
                                 " pixels high has as many, or its 512 sampled ones";
            throw nb::value_error(message.c_str());
        }
        default:
            throw std::runtime_error("the kernel returned an unknown code");
    }
}

// One workspace a thread, kept: asking the system for half a megabyte a picture costs more than the
// transform.
void *workspace_of_this_thread() {
    static thread_local std::vector<std::max_align_t> workspace(
        tb_workspace_bytes() / sizeof(std::max_align_t) + 1);
    return workspace.data();
}

// The stride of a single row may be anything: nobody steps along it.
size_t row_bytes(const Pixels &pixels) {
    const bool has_several = pixels.shape(0) > 1;
    return has_several ? static_cast<size_t>(pixels.stride(0)) : pixels.shape(1) * pixels.shape(2);
}

size_t path_called(const std::string &name) {
    for (size_t path = 0; path < tb_path_count(); path++) {
        if (name == tb_path_name(path)) {
            return path;
        }
    }
    throw nb::value_error(("this machine has no path " + name + "; see paths()").c_str());
}

nb::tuple paths() {
    nb::list names;
    for (size_t path = 0; path < tb_path_count(); path++) {
        names.append(tb_path_name(path));
    }
    return nb::tuple(names);
}

nb::tuple fingerprint(const Pixels &pixels, std::optional<size_t> height,
                      const std::optional<std::string> &path_name) {
    check_layout(pixels);
    const size_t path = path_name ? path_called(*path_name) : tb_path_count() - 1;
    const tb_picture picture = {
        static_cast<const uint8_t *>(pixels.data()),
        pixels.shape(1),
        height.value_or(pixels.shape(0)),
        pixels.shape(0),
        pixels.shape(2),
        row_bytes(pixels),
    };
    tb_fingerprint made;
    int code = TB_OK;
    {
        nb::gil_scoped_release released;
        code = tb_make_fingerprint_by(path, &picture, workspace_of_this_thread(), &made);
    }
    if (code != TB_OK) {
        refuse(code, picture);
    }
    nb::list views;
    for (const auto &view : made.views) {
        views.append(nb::bytes(view, TB_BYTES));
    }
    return nb::make_tuple(made.quality, nb::tuple(views));
}

}  // namespace

void register_planes(nb::module_ &module);
void register_search(nb::module_ &module);

NB_MODULE(_kernel, module) {
    static_assert(alignof(std::max_align_t) >= TB_WORKSPACE_ALIGN);
    module.doc() = "Pixels in, fingerprint out.";
    module.def("fingerprint", &fingerprint, nb::arg("pixels").noconvert(),
               nb::arg("height") = nb::none(), nb::kw_only(), nb::arg("path") = nb::none(),
               "Quality and the eight views of a picture.");
    module.def("paths", &paths, "The ways this machine has of computing it, the fastest last.");
    module.def("sampled_row", &tb_sampled_row, nb::arg("length"), nb::arg("index"),
               "The row that a row of the reduction to 512 comes from.");
    register_planes(module);
    register_search(module);
}
