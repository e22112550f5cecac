// Read first by every C++ file of ours (see Package.swift). SwiftPM caches manifests, so a `.native` that disappears
// later would pass the check there and end in a heap of missing headers.
#if !__has_include(<ATen/ATen.h>) && !__has_include(<arrow/api.h>)
#pragma clang diagnostic fatal "-W#warnings"
#warning "The native libraries are missing: run script/bootstrap first."
#endif
