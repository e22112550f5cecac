// What every function of the shim shares: errors become a status and a message.
#pragma once

#include "carrow.h"

#include <arrow/status.h>
#include <arrow/type.h>

#include <exception>
#include <memory>
#include <string>

namespace carrow {

/// Notes why a call of this thread failed and returns its status.
int fail(int status, const char *message) noexcept;
int fail(const arrow::Status &status) noexcept;

/// Runs `body`, which returns an `arrow::Status`, and lets nothing escape.
template <typename Body> int guarded(Body &&body) noexcept {
    try {
        const arrow::Status status = body();
        return status.ok() ? CARROW_OK : fail(status);
    } catch (const std::exception &error) {
        return fail(CARROW_FAILED, error.what());
    } catch (...) {
        return fail(CARROW_FAILED, "an unknown error");
    }
}

/// The Arrow type of a column type of the interface.
std::shared_ptr<arrow::DataType> data_type(int32_t type);

} // namespace carrow
