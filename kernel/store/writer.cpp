// Writing a snapshot: body first, header last, then the name.
#include "writer.hpp"

#include <algorithm>
#include <cstdint>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checksum.hpp"
#include "trouble.hpp"

namespace takeback::store {
namespace {

constexpr size_t WRITTEN_AT_ONCE = 1 << 20;

// The file beside the one to be, locked against others that would write it. What a killed process
// left there is written over. Gone when it was not kept.
class Draft {
  public:
    explicit Draft(const std::string &path) : path_(path + ".new") {
        do {
            close_file();
            file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
            if (file_ < 0 || !waits_for_lock()) {
                give_up();
            }
        } while (!has_its_name());
        if (fchmod(file_, 0600) != 0 || ftruncate(file_, 0) != 0) {
            give_up();
        }
    }
    Draft(const Draft &) = delete;
    Draft &operator=(const Draft &) = delete;
    ~Draft() {
        if (file_ >= 0 && !is_kept_) {
            unlink(path_.c_str());
        }
        close_file();
    }

    void write(const void *from, size_t bytes, size_t offset) {
        const auto *next = static_cast<const uint8_t *>(from);
        while (bytes > 0) {
            const ssize_t put = pwrite(file_, next, std::min(bytes, WRITTEN_AT_ONCE),
                                       static_cast<off_t>(offset));
            if (put < 0 && errno != EINTR) {
                fail(path_);
            }
            if (put > 0) {
                next += put;
                offset += static_cast<size_t>(put);
                bytes -= static_cast<size_t>(put);
            }
        }
    }

    void keep_as(const std::string &path) {
        if (fsync(file_) != 0) {
            fail(path_);
        }
        if (rename(path_.c_str(), path.c_str()) != 0) {
            fail(path);
        }
        is_kept_ = true;
        flush_folder(path);
    }

  private:
    // A signal that Python has a handler for ends the waiting, not the saving.
    bool waits_for_lock() const {
        int failed = flock(file_, LOCK_EX);
        while (failed != 0 && errno == EINTR) {
            failed = flock(file_, LOCK_EX);
        }
        return failed == 0;
    }

    // Whoever had the lock may have renamed or removed the file that was waited for.
    bool has_its_name() const {
        struct stat held, named;
        return fstat(file_, &held) == 0 && stat(path_.c_str(), &named) == 0 &&
               held.st_ino == named.st_ino && held.st_dev == named.st_dev;
    }

    static void flush_folder(const std::string &path) {
        const size_t slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
        const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        // The new name is there; only a power cut in this second could bring the old file back.
        if (file < 0) {
            fail(folder);
        }
        const int failed = fsync(file) != 0 ? errno : 0;
        close(file);
        // Some file systems cannot flush a folder, and say so.
        if (failed && failed != EINVAL) {
            throw FileTrouble(failed, folder);
        }
    }

    [[noreturn]] void give_up() {
        const int number = errno;
        close_file();
        throw FileTrouble(number, path_);
    }

    void close_file() {
        if (file_ >= 0) {
            close(file_);
        }
        file_ = -1;
    }

    std::string path_;
    int file_ = -1;
    bool is_kept_ = false;
};

// The body: appended to, and cut into blocks that are summed up.
class BodyWriter {
  public:
    BodyWriter(Draft *draft, size_t start) : draft_(draft), start_(start) {}

    size_t bytes() const { return bytes_; }
    std::vector<uint32_t> checksums() const {
        std::vector<uint32_t> all = checksums_;
        if (bytes_ % BLOCK_BYTES != 0) {
            all.push_back(running_);
        }
        return all;
    }

    void append(const void *from, size_t bytes) {
        const auto *next = static_cast<const uint8_t *>(from);
        while (bytes > 0) {
            const size_t part = std::min(bytes, WRITTEN_AT_ONCE - bytes_ % WRITTEN_AT_ONCE);
            sum_up(next, part);
            draft_->write(next, part, start_ + bytes_ - part);
            next += part;
            bytes -= part;
        }
    }

    void align() {
        static const uint8_t zeros[SECTION_ALIGN] = {};
        append(zeros, (SECTION_ALIGN - bytes_ % SECTION_ALIGN) % SECTION_ALIGN);
    }

  private:
    void sum_up(const uint8_t *from, size_t bytes) {
        while (bytes > 0) {
            const size_t part = std::min(bytes, BLOCK_BYTES - bytes_ % BLOCK_BYTES);
            running_ = checksum(from, part, running_);
            bytes_ += part;
            from += part;
            bytes -= part;
            if (bytes_ % BLOCK_BYTES == 0) {
                checksums_.push_back(running_);
                running_ = 0;
            }
        }
    }

    Draft *draft_;
    size_t start_;
    size_t bytes_ = 0;
    uint32_t running_ = 0;
    std::vector<uint32_t> checksums_;
};

}  // namespace

void write_snapshot(const std::string &path, const Header &header, const std::string &note,
                    const std::vector<Source> &sources) {
    Draft draft(path);
    Layout layout{header, {}, note};
    layout.header.header_bytes =
        static_cast<uint32_t>(header_bytes_of(sources.size(), note.size()));
    BodyWriter body(&draft, layout.header.header_bytes);
    for (const Source &source : sources) {
        body.align();
        layout.sections.push_back(source.section);
        layout.sections.back().offset = body.bytes();
        body.append(source.from, source.section.bytes);
    }
    const std::vector<uint32_t> checksums = body.checksums();
    layout.header.body_bytes = body.bytes();
    layout.header.blocks_checksum = checksum(checksums.data(), 4 * checksums.size());
    layout.header.file_bytes =
        layout.header.header_bytes + body.bytes() + 4 * checksums.size();
    draft.write(checksums.data(), 4 * checksums.size(), layout.header.header_bytes + body.bytes());
    const std::vector<uint8_t> head = compose(layout);
    draft.write(head.data(), head.size(), 0);
    draft.keep_as(path);
}

}  // namespace takeback::store
