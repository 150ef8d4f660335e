using AnaplanSimulator.Tasks;

namespace AnaplanSimulator.Imports;

/// <summary>What rows are imported into.</summary>
internal interface IImportTarget
{
    /// <summary>The columns it takes, in the order in which <see cref="Apply"/> wants their values.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Those that a file must have.</summary>
    IReadOnlyList<string> RequiredColumns { get; }

    /// <summary>Takes a row, all of it or nothing.</summary>
    /// <param name="row">A value for each of <see cref="Columns"/>; null where the file has no such column.</param>
    /// <returns>Null when the row is imported, else why it is rejected.</returns>
    RowProblem? Apply(IReadOnlyList<string?> row);

    /// <summary>After the last row: makes the change part of the draft and tells what came of it.</summary>
    IEnumerable<ResultDetail> Finish(int rejected, int ignored);
}
