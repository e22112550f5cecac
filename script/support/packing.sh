# shellcheck shell=bash
# What script/dist does with files. Source it after common.sh.

# Whether a shared library belongs to the machine the program runs on: the C library and what comes with it.
is_of_the_system() {
    case $1 in
        linux-vdso.so.* | ld-linux* | libc.so.* | libm.so.* | libdl.so.* | librt.so.* | libpthread.so.* | libresolv.so.*) true ;;
        *) false ;;
    esac
}

# Prints "name path" for every shared library that the program `$1` loads, looking in the folders `$2` ... first.
libraries_of() {
    local program=$1 path=
    shift
    for folder in "$@"; do path+=${path:+:}$folder; done
    LD_LIBRARY_PATH=$path ldd "$program" | sed -nE 's/^\s*(\S+) => not found$/\1 missing/p; s/^\s*(\S+) => (.*) \(0x[0-9a-f]+\)$/\1 \2/p'
}

# Copies the libraries of the program `$1` to the folder `$2`, but for the system's, looking in the folders `$3` ... first.
copy_libraries() {
    local program=$1 target=$2 name path
    shift 2
    while read -r name path; do
        is_of_the_system "$name" && continue
        [[ $path != missing ]] || fail "The library $name is missing: run script/bootstrap."
        install -m 644 "$(readlink -f "$path")" "$target/$name"
    done < <(libraries_of "$program" "$@")
}

# Links the objects in the folder `$1` to the library `$2`. Swift's own linking would make it need the Swift runtime, of which it
# uses nothing and which is not shipped.
link_torch_library() {
    local compiler
    compiler=$(dirname "$(readlink -f "$(command -v swift)")")/clang++
    [[ -x $compiler ]] || fail "clang++ is missing beside swift: install Swift 6.3 whole (https://www.swift.org/install)."
    "$compiler" -shared -o "$2" "$1"/*.o -L.native/torch/lib -ltorch_cpu -lc10
}

# Prints what the program or library `$1` says it needs.
needs_of() { readelf --dynamic "$1" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]$/\1/p'; }

# Copies the licences of all that is shipped: of the wheels, and of the Debian packages that hold the libraries in `$1`.
copy_licences() {
    local libraries=$1 target=$2 library package folder
    for folder in .native/*.dist-info; do
        [[ $folder == .native/torch-* || $folder == .native/nvidia_* ]] && continue
        mkdir -p "$target/$(basename "$folder" .dist-info)"
        find "$folder" -type f \( -iname '*licen[cs]e*' -o -iname 'notice*' -o -iname 'copying*' \) \
            -exec cp -t "$target/$(basename "$folder" .dist-info)" {} +
    done
    for library in "$libraries"/*.so*; do
        package=$(dpkg-query -S "*/$(basename "$library")" 2> /dev/null | head -n 1 | cut -d : -f 1) || true
        [[ -n $package && -f /usr/share/doc/$package/copyright ]] || continue
        mkdir -p "$target/$package"
        cp "/usr/share/doc/$package/copyright" "$target/$package/"
    done
}

# Fails where the unpacked folder `$1` would load anything from this project or anything that is not there.
check_libraries() {
    local name path
    while read -r name path; do
        is_of_the_system "$name" && continue
        [[ $path == "$(readlink -f "$1")"/lib/* || $(readlink -f "$path") == "$(readlink -f "$1")"/lib/* ]] \
            || fail "The packed program loads $name from $path: it must come along."
    done < <(libraries_of "$1/bin/cygnet")
    while read -r name; do
        is_of_the_system "$name" || [[ -f $1/lib/$name || $name == libtorch_cpu.so || $name == libc10.so ]] \
            || fail "libCTorch.so needs $name, which neither comes along nor belongs to PyTorch."
    done < <(needs_of "$1/bin/libCTorch.so")
}
