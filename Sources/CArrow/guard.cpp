#include "guard.h"

namespace {
thread_local std::string message;
}

extern "C" const char *carrow_message(void) { return message.c_str(); }

namespace carrow {

int fail(int status, const char *text) noexcept {
    try {
        message = text;
    } catch (...) {
        message.clear();
    }
    return status;
}

int fail(const arrow::Status &status) noexcept {
    int code = CARROW_FAILED;
    if (status.IsInvalid() || status.IsTypeError() || status.IsSerializationError() || status.IsKeyError() ||
        status.IsNotImplemented()) {
        code = CARROW_INVALID;
    } else if (status.IsIOError()) {
        code = CARROW_IO;
    }
    try {
        message = status.message();
    } catch (...) {
        message.clear();
    }
    return code;
}

std::shared_ptr<arrow::DataType> data_type(int32_t type) {
    switch (type) {
    case CARROW_FLOAT64:
        return arrow::float64();
    case CARROW_FLOAT32:
        return arrow::float32();
    case CARROW_INT64:
        return arrow::int64();
    case CARROW_PLAIN_TEXT:
        return arrow::utf8();
    default:
        return arrow::dictionary(arrow::int32(), arrow::utf8());
    }
}

} // namespace carrow
