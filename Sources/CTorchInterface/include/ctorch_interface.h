// The C interface between Swift and libtorch: a struct of function pointers, filled by libCTorch.so.
#pragma once
