# Sourced: what of other people's work this program is made of, and what is known against it. Each function ends with 0 for nothing, 1 for something,
# and 77 with a word where nobody who knows could be asked. None waits long: a source that does not answer is one that cannot be asked.
readonly no_answer=77

# Advisories about NuGet packages, direct and brought along, by the sources that restores use.
audit_nuget() {
    local source knows=0 log
    for source in $(timeout 20 dotnet nuget list source --format short | sed -n 's/^E \(http.*\)/\1/p'); do
        ! timeout 20 curl -fsS -m 15 "$source" 2>/dev/null | grep -q VulnerabilityInfo || knows=1
    done
    if [ "$knows" -eq 0 ]; then
        echo "no package source here tells of advisories"
        return $no_answer
    fi
    log=$(timeout 60 dotnet list "$root/GridGrains.sln" package --vulnerable --include-transitive 2>&1) || {
        tail -n 2 <<<"$log"
        return $no_answer
    }
    ! grep -E '^ +> .*(Low|Moderate|High|Critical)' <<<"$log"
}

# Advisories about npm packages, by the lock file.
audit_npm() {
    local log
    log=$(cd "$root/web" && timeout 60 npm audit --package-lock-only --json 2>/dev/null)
    if ! grep -q '"auditReportVersion"' <<<"$log"; then
        echo "no registry here tells of advisories"
        return $no_answer
    fi
    node -e '
        const { metadata, vulnerabilities } = JSON.parse(require("fs").readFileSync(0, "utf8"));
        for (const v of Object.values(vulnerabilities)) console.log(`${v.name} ${v.range}: ${v.severity}`);
        process.exit(metadata.vulnerabilities.total > 0 ? 1 : 0);' <<<"$log"
}

# Keys, tokens and passwords in anything that was ever committed. What only looks like one is in secrets.allowed, line by line.
audit_secrets() {
    local shapes found
    shapes='-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}|glpat-[A-Za-z0-9_-]{20}|xox[abprs]-[A-Za-z0-9-]{10}'
    shapes+='|npm_[A-Za-z0-9]{36}|oy2[a-z0-9]{43}|AIza[A-Za-z0-9_-]{35}|sk-[A-Za-z0-9_-]{32}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}'
    shapes+='|(password|passwd|pwd|secret|api_?key|access_?key)["'"'"']?[[:space:]]*[:=][[:space:]]*["'"'"']?[A-Za-z0-9+/_.!@#%^&*-]{8,}'
    # A search that finds nothing must be one that could have.
    grep -qaiE -e "$shapes" <<<"+ key: AKIA$(printf 'A%.0s' {1..16})" || { echo "the shapes do not find what they are for"; return 1; }
    git -C "$root" rev-parse --git-dir >/dev/null 2>&1 || { echo "there is no history here"; return $no_answer; }
    found=$(git -C "$root" log -p --all --no-color --no-textconv -U0 2>/dev/null | grep -a '^+' | grep -aiE -e "$shapes" | grep -aviFf "$root/build/secrets.allowed" | sort -u)
    [ -z "$found" ] || { cut -c1-160 <<<"$found"; return 1; }
}
