#!/bin/sh
# The compiler with the bugs that were put in on purpose: what `cargo xtask mutants` has cargo call for the workspace's own crates.
exec "$@" --cfg seeded_bugs
