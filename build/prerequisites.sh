# Sourced: `need NAME...` stops with one line when something that has to be installed is not there.
need() {
    local name
    for name in "$@"; do
        case $name in
            sdk)
                command -v dotnet >/dev/null || missing ".NET SDK: install version $(sdk_version) or a later patch from https://dot.net/download"
                (cd "$root" && dotnet --version >/dev/null 2>&1) ||
                    missing ".NET SDK $(sdk_version) or a later patch of it (this machine has: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')): install it from https://dot.net/download"
                ;;
            node)
                command -v node >/dev/null && command -v npm >/dev/null ||
                    missing "Node.js 20 or later with npm: install it from https://nodejs.org or by 'apt-get install nodejs npm'"
                ;;
        esac
    done
}

missing() {
    echo "missing: $1" >&2
    exit 3
}

sdk_version() {
    grep -o '"version": *"[^"]*"' "$root/global.json" | cut -d'"' -f4
}
