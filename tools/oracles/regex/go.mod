module vauban/oracles/regex

go 1.26.0
