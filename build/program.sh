# Sourced: builds the pages and the program (Release) if anything they are made of has changed since the last time.
# Two checks of the file system stand in for `dotnet build`, which takes seconds to find that there is nothing to do.
# shellcheck disable=SC2154
build_program() {
    need sdk
    build_pages
    local stamp=$root/artifacts/$OrleansSource/program.stamp
    if unchanged "$stamp" src scenarios Directory.Build.props Directory.Build.targets Directory.Packages.props global.json artifacts/pages.stamp &&
        [ -f "$root/artifacts/$OrleansSource/bin/Cli/release/gridgrains.dll" ]; then
        return
    fi
    echo "Building the program (a minute or two the first time)" >&2
    quietly dotnet build "$root/src/Cli/Cli.csproj" -c Release -v q -nologo -clp:NoSummary
    changed_until_here "$stamp"
}

# What vite makes of web/ goes into src/Gateway/wwwroot, so it comes before the program.
build_pages() {
    [ -f "$root/web/package.json" ] || return 0
    local stamp=$root/artifacts/pages.stamp
    if unchanged "$stamp" web && [ -f "$root/src/Gateway/wwwroot/index.html" ]; then
        return
    fi
    need node
    echo "Building the pages" >&2
    if [ ! -d "$root/web/node_modules" ] || [ "$root/web/package-lock.json" -nt "$stamp" ]; then
        quietly npm --prefix "$root/web" ci --no-audit --no-fund
    fi
    quietly npm --prefix "$root/web" run build
    changed_until_here "$stamp"
}

# Leaves the list of files and the moment of looking beside the stamp; they become the stamp when the build has succeeded,
# so that what is edited while it runs is built the next time.
unchanged() {
    local stamp=$1
    shift
    mkdir -p "$(dirname "$stamp")"
    sources "$@" | sort | cksum >"$stamp.next"
    [ -f "$stamp" ] && cmp -s "$stamp" "$stamp.next" && [ -z "$(sources "$@" -newer "$stamp" | head -n 1)" ]
}

changed_until_here() {
    mv "$1.next" "$1"
}

sources() {
    local paths=()
    while [ $# -gt 0 ] && [ "$1" != -newer ]; do
        [ ! -e "$root/$1" ] || paths+=("$root/$1")
        shift
    done
    find "${paths[@]}" \( -name node_modules -o -path "$root/src/Gateway/wwwroot" -o -name bin -o -name obj \) -prune \
        -o -type f ! -name '*.lock.json' "$@" -print
}

quietly() {
    local log
    if ! log=$("$@" 2>&1 </dev/null); then
        head -n 40 <<<"$log" >&2
        echo "failed: ${*/#"$root"\//}" >&2
        exit 3
    fi
}
