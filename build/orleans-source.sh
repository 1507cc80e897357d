# Sourced: exports OrleansSource, packages or stand-in (docs/decisions/0002-orleans-or-stand-in.md), and says in one line which and why.
# What was found out is kept in artifacts/orleans.props, which a bare `dotnet build` follows; remove that file to look again.
# shellcheck disable=SC2154  # root is set by the script that sources this one
orleans_source() {
    local kept=$root/artifacts/orleans.props why
    if [ -n "${OrleansSource:-}" ]; then
        why="set in the environment"
    elif [ -f "$kept" ]; then
        OrleansSource=$(sed -n 's:.*<OrleansSource>\(.*\)</OrleansSource>.*:\1:p' "$kept")
        why="as found before; remove artifacts/orleans.props to look again"
    else
        probe_orleans
    fi
    export OrleansSource
    case $OrleansSource in
        packages | standin) echo "Orleans: $OrleansSource ($why)" >&2 ;;
        *)
            echo "OrleansSource is '$OrleansSource'; allowed are 'packages' and 'standin'" >&2
            exit 2
            ;;
    esac
}

# A restore is what decides; only an answer of the feed is kept, not the failure to reach it.
probe_orleans() {
    local log lacking
    log=$(dotnet restore "$root/build/OrleansProbe/OrleansProbe.csproj" -p:OrleansSource=packages -v q -nologo 2>&1)
    if [ $? -eq 0 ]; then
        OrleansSource=packages
        why="the package feed has them"
    else
        OrleansSource=standin
        lacking=$(grep -o 'NU110[123]: [^.]*package Microsoft\.Orleans\.[A-Za-z.]*[A-Za-z]' <<<"$log" | grep -o 'Microsoft\.Orleans\..*' | sort -u | head -n 1)
        if [ -z "$lacking" ]; then
            why="the packages could not be restored: $(grep -o 'error.*' <<<"$log" | head -n 1)"
            return
        fi
        why="the package feed lacks $lacking"
    fi
    mkdir -p "$root/artifacts"
    echo "<Project><PropertyGroup><OrleansSource>$OrleansSource</OrleansSource></PropertyGroup></Project>" >"$kept"
}

orleans_source
