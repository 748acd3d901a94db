#pragma once

#include <faults/figures.hpp>
#include <faults/storms.hpp>
#include <ostream>
#include <vector>

namespace faults {

/// One line for a cell that has been run, and one for each promise that was not kept.
void print(std::ostream& to, const figures& one);

/// A table of the storms, in Markdown.
void print(std::ostream& to, const std::vector<storm_figures>& all);

/// The whole page, in Markdown: on what machine, the matrix, each cell's figures, the storms.
void write_page(
    std::ostream& to, const std::vector<figures>& all, const std::vector<storm_figures>& storms);

} // namespace faults
