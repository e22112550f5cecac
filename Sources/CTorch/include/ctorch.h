// libCTorch.so exports one function.
#pragma once

#include "ctorch_interface.h"

#ifdef __cplusplus
extern "C"
#endif
    __attribute__((visibility("default"))) const ctorch_api *
    ctorch_table(void);
