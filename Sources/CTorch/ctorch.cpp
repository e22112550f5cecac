#if !__has_include(<ATen/ATen.h>)
#error "libtorch is missing: run script/bootstrap first."
#endif
