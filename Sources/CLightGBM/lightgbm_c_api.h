// The part of LightGBM's C API that Cygnet calls. The wheel ships no header, so the prototypes are declared here
// (LightGBM 4.7.0, include/LightGBM/c_api.h). Every function returns 0, or -1 with the reason in LGBM_GetLastError.
#pragma once

const char *LGBM_GetLastError(void);
