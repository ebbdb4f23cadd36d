#!/usr/bin/env bash
# The GitHub Action, also for other CI systems: validates and analyses manifests, and compares them with those of another
# commit.
#
#   MANIFESTS      files and folders, separated by blanks
#   BASE           the commit to compare with (default: no comparison)
#   ISTIO_VERSION  the target release (default: the one that the manifests install)
#   FAIL_ON        error, warning or info
#   OUTPUT         the folder for analyze.sarif and diff.md
#   CLI            the command line (default: npx cdk8s-istio)
#
# Exit code: 0 no findings, 1 findings at or above FAIL_ON, 2 the input cannot be read. The comparison does not change it.
set -uo pipefail

read -ra cli <<<"${CLI:-npx cdk8s-istio}"
read -ra manifests <<<"${MANIFESTS:?}"
output="${OUTPUT:-.cdk8s-istio}"
fail_on="${FAIL_ON:-error}"
version=()
[ -n "${ISTIO_VERSION:-}" ] && version=(--istio-version "$ISTIO_VERSION")
mkdir -p "$output"
worst=0

check() {
  "$@"
  local code=$?
  [ "$code" -gt "$worst" ] && worst=$code
  return 0
}

validate_from=$fail_on
[ "$fail_on" = info ] && validate_from=warning
check "${cli[@]}" validate "${manifests[@]}" "${version[@]}" --fail-on "$validate_from" --format github
check "${cli[@]}" analyze "${manifests[@]}" "${version[@]}" --fail-on "$fail_on" --format github
"${cli[@]}" analyze "${manifests[@]}" "${version[@]}" --format sarif >"$output/analyze.sarif" 2>/dev/null || true

if [ -n "${BASE:-}" ]; then
  old="$(mktemp -d)"
  trap 'git worktree remove --force "$old/tree" >/dev/null 2>&1; rm -rf "$old"' EXIT
  git worktree add --quiet --detach "$old/tree" "$BASE" || exit 2
  # One folder for each side, so that several paths are compared as one set.
  mkdir "$old/before" "$old/after"
  for path in "${manifests[@]}"; do
    mkdir -p "$old/before/$(dirname "$path")" "$old/after/$(dirname "$path")"
    [ -e "$old/tree/$path" ] && cp -R "$old/tree/$path" "$old/before/$path"
    cp -R "$path" "$old/after/$path"
    # A folder that is named is read, also where Kustomize reads it; inside another it would be skipped.
    rm -f "$old"/{before,after}/"$path"/{kustomization.yaml,kustomization.yml,Kustomization}
  done
  "${cli[@]}" diff "$old/before" "$old/after" --format markdown >"$old/diff.md"
  code=$?
  # Nobody knows the folders of this run.
  sed -e "s#$old/after/##g" -e "s#$old/before/##g" "$old/diff.md" >"$output/diff.md"
  [ "$code" -gt 1 ] && worst=2
  cat "$output/diff.md"
fi

exit "$worst"
