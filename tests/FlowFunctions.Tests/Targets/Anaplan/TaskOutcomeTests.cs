using CsCheck;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan;

namespace FlowFunctions.Tests.Targets.Anaplan;

public sealed class TaskOutcomeTests
{
    private static readonly ModelAction Import = new(new("ws1", "m1"), "112000000001", ActionKind.Import);
    private static readonly ModelAction Process = new(new("ws1", "m1"), "118000000001", ActionKind.Process);

    private static readonly Gen<ModelTaskDetail> AnyDetail = Gen.Select(
        Gen.String,
        Gen.Long[0, 5_000_000],
        Gen.OneOf(Gen.OneOf<string?>(null, "hierarchyRowsProcessed", "lineItemRowsProcessedWithFailures", "moduleImportNumberFormat", "exportSucceeded"), Gen.String.Select(text => (string?)text)),
        Gen.OneOf(Gen.OneOf<string>("failedCount", "ignoredCount", "totalRowCount", "0", "17", "1,204"), Gen.String).Array[0, 30],
        (text, occurrences, type, values) => new ModelTaskDetail(text, occurrences, type, values));

    private static readonly Gen<ModelTaskResult> AnyResult = Gen.Recursive<ModelTaskResult>((depth, inner) => Gen.Select(
        Gen.Bool, Gen.Bool, Gen.OneOf<string?>(null, "112000000001", "116000000002"), AnyDetail.Array[0, 8], depth > 1 ? Gen.Const(Array.Empty<ModelTaskResult>()) : inner.Array[0, 4],
        (successful, dump, id, details, nested) => new ModelTaskResult
        {
            Successful = successful,
            FailureDumpAvailable = dump,
            ObjectId = id,
            ObjectName = id,
            Details = details,
            NestedResults = nested,
        }));

    [Fact]
    public void Any_result_has_an_outcome_within_its_bounds() => AnyResult.Sample(result =>
    {
        var outcome = TaskOutcome.Of(Process, result);

        Assert.Equal(!result.Successful, outcome.Kind == StepOutcomeKind.Failure);
        Assert.InRange(outcome.Message.Length, 1, TargetText.MaximumMessageLength);
        Assert.InRange(outcome.Faults.Count, 0, TargetText.MaximumDetails);
        Assert.InRange(outcome.Faults.Sum(fault => fault.Text.Length + fault.Values.Sum(value => value.Length)), 0, TargetText.MaximumDetailsLength);
        if (outcome.Kind == StepOutcomeKind.Success)
        {
            Assert.Empty(outcome.Dumps);
            Assert.Empty(outcome.Faults);
        }
    });

    [Theory]
    [InlineData("hierarchyRowsProcessed", "Products: 13 (0/13) rows successful, 0 ignored", StepOutcomeKind.Success)]
    [InlineData("hierarchyRowsProcessed", "Products: 13 (0/13) rows successful, 2 ignored", StepOutcomeKind.PartialSuccess)]
    [InlineData("hierarchyRowsProcessedWithFailures", "Products: 13 (0/13) rows successful, 0 (0/0) rows has warnings, 2 failed, 0 ignored", StepOutcomeKind.PartialSuccess)]
    [InlineData("hierarchyRowsProcessedWithFailures", "unreadable", StepOutcomeKind.PartialSuccess)]
    [InlineData("lineItemRowsProcessed", "Sales.Revenue: 1,200 cells successful, 0 ignored", StepOutcomeKind.Success)]
    [InlineData("lineItemRowsProcessed", "Sales.Revenue: 1,200 cells successful, 1,204 ignored", StepOutcomeKind.PartialSuccess)]
    [InlineData("moduleImportInvalidListIdentifier", "Item not found in list Products", StepOutcomeKind.PartialSuccess)]
    [InlineData("hierarchyImportNameOrCodeExists", "Name or code already exists", StepOutcomeKind.PartialSuccess)]
    [InlineData("columnSeparatorExpected", "Column separator expected", StepOutcomeKind.PartialSuccess)]
    [InlineData("rowsIgnored", "Some rows", StepOutcomeKind.PartialSuccess)]
    [InlineData("somethingNew", "3 rows ignored", StepOutcomeKind.PartialSuccess)]
    [InlineData("somethingNew", "0 rows ignored", StepOutcomeKind.Success)]
    [InlineData("hierarchyNoChanges", "No changes required", StepOutcomeKind.Success)]
    [InlineData("exportSucceeded", "Failed loans.csv: 12 rows exported", StepOutcomeKind.Success)]
    [InlineData("taskElementSucceeded", "Done", StepOutcomeKind.Success)]
    [InlineData("deleteFromSelectionSucceeded", "Invalid items: 7 deleted", StepOutcomeKind.Success)]
    [InlineData(null, "Done", StepOutcomeKind.Success)]
    public void Detail_makes_a_success_partial_where_it_tells_of_bad_rows(string? type, string text, StepOutcomeKind kind)
    {
        var result = new ModelTaskResult { Successful = true, Details = [new(text, 0, type, [])] };

        Assert.Equal(kind, TaskOutcome.Of(Import, result).Kind);
        Assert.Equal(kind, TaskOutcome.Of(Process, new() { Successful = true, NestedResults = [new() { Successful = true }, result] }).Kind);
        Assert.Equal(StepOutcomeKind.Failure, TaskOutcome.Of(Import, result with { Successful = false }).Kind);
    }

    [Theory]
    [InlineData(true, false, true, StepOutcomeKind.PartialSuccess)]
    [InlineData(false, true, true, StepOutcomeKind.PartialSuccess)]
    [InlineData(false, false, false, StepOutcomeKind.PartialSuccess)]
    [InlineData(false, false, true, StepOutcomeKind.Success)]
    public void Dump_or_an_action_that_failed_makes_a_success_partial(bool hasDump, bool hasNestedDump, bool isNestedSuccessful, StepOutcomeKind kind)
    {
        var nested = new ModelTaskResult { Successful = isNestedSuccessful, FailureDumpAvailable = hasNestedDump, ObjectId = "112000000007", ObjectName = "Load products" };

        var outcome = TaskOutcome.Of(Process, new() { Successful = true, FailureDumpAvailable = hasDump, NestedResults = [nested] });

        Assert.Equal(kind, outcome.Kind);
        Assert.Equal(hasNestedDump ? [new TaskDump("112000000007", "Load products")] : [], outcome.Dumps);
    }

    [Fact]
    public void Message_counts_the_rows_and_quotes_what_is_wrong_with_them()
    {
        var result = new ModelTaskResult
        {
            Successful = true,
            FailureDumpAvailable = true,
            ObjectId = Import.Id,
            ObjectName = "Products from file",
            Details =
            [
                new("Products: 1192 (1/1191) rows successful, 0 (0/0) rows has warnings, 12 failed, 0 ignored", 0, "hierarchyRowsProcessedWithFailures", ["failedCount", "12", "totalRowCount", "1204"]),
                new("Item not found in list Currencies", 11, "moduleImportInvalidListIdentifier", ["GBP", "CHF"]),
                new("Invalid code", 1, "hierarchyImportInvalidCode", []),
            ],
        };

        var outcome = TaskOutcome.Of(Import, result);

        Assert.Equal("Products from file: 12 of 1,204 rows rejected. Item not found in list Currencies (11 times); Invalid code", outcome.Message);
        Assert.Equal([new TaskDump(null, "Products from file")], outcome.Dumps);
        Assert.Equal((11, "moduleImportInvalidListIdentifier", Import.Id, "Products from file"), (outcome.Faults[1].Occurrences, outcome.Faults[1].Type, outcome.Faults[1].ActionId, outcome.Faults[1].ActionName));
        Assert.Equal(["GBP", "CHF"], outcome.Faults[1].Values);
    }

    /// <summary>As Anaplan's own example of a summary has them (https://help.anaplan.com, "Check the status of the import action").</summary>
    [Theory]
    [InlineData("0", "0", StepOutcomeKind.Success)]
    [InlineData("0", "4", StepOutcomeKind.PartialSuccess)]
    [InlineData("3", "4", StepOutcomeKind.PartialSuccess)]
    public void Rows_that_a_summary_counts_as_invalid_were_rejected(string failed, string invalid, StepOutcomeKind kind)
    {
        var summary = new ModelTaskDetail("Employees: 90 (0/90) rows successful", 0, "hierarchyRowsProcessed", ["successRowCount", "90", "failedCount", failed, "ignoredCount", "0", "totalRowCount", "97", "invalidCount", invalid]);

        var outcome = TaskOutcome.Of(Import, new() { Successful = true, ObjectName = "Employees", Details = [summary] });

        Assert.Equal(kind, outcome.Kind);
        Assert.Equal(kind == StepOutcomeKind.PartialSuccess, outcome.Message.StartsWith($"Employees: {invalid} of 97 rows rejected", StringComparison.Ordinal));
    }

    [Fact]
    public void Module_counts_its_rows_once_though_it_tells_of_them_for_each_line_item()
    {
        var result = new ModelTaskResult
        {
            Successful = true,
            ObjectName = "Sales from file",
            Details =
            [
                new("Sales.Quantity: 3 cells successful, 2 failed, 1 ignored", 0, "lineItemRowsProcessedWithFailures", []),
                new("Sales.Revenue: 2 cells successful, 2 failed, 1 ignored", 0, "lineItemRowsProcessedWithFailures", []),
            ],
        };

        Assert.StartsWith("Sales from file: 2 rows rejected, 1 ignored. ", TaskOutcome.Of(Import, result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Nightly failed. Copy: No")]
    [InlineData(3, "Nightly failed, after L0, L1 and L2 were done. Copy: No")]
    [InlineData(5, "Nightly failed, after L0, L1, L2 and 2 more were done. Copy: No")]
    public void Failure_says_what_the_process_had_done_before(int done, string expected)
    {
        var result = new ModelTaskResult
        {
            ObjectName = "Nightly",
            NestedResults =
            [
                .. Enumerable.Range(0, done).Select(number => new ModelTaskResult { Successful = true, ObjectName = $"L{number}" }),
                new() { Successful = false, ObjectName = "Copy", Details = [new("No", 1, null, [])] },
            ],
        };

        Assert.Equal(expected, TaskOutcome.Of(Process, result).Message);
    }

    [Fact]
    public void Failure_says_which_action_of_the_process_failed_and_why()
    {
        var result = new ModelTaskResult
        {
            ObjectName = "Nightly",
            NestedResults =
            [
                new() { Successful = true, ObjectName = "Load", Details = [new("Load: 5 (5/0) rows successful, 0 ignored", 0, "hierarchyRowsProcessed", [])] },
                new() { Successful = false, ObjectId = "117000000004", ObjectName = "Copy", Details = [new("Not authorized", 1, "notAuthorised", [])] },
            ],
        };

        var outcome = TaskOutcome.Of(Process, result);

        Assert.Equal("Nightly failed, after Load was done. Copy: Not authorized", outcome.Message);
        Assert.Equal("117000000004", Assert.Single(outcome.Faults).ActionId);
    }

    [Fact]
    public void Success_says_what_was_done_and_nameless_actions_are_named_by_their_id()
    {
        Assert.Equal("Plan.csv: 4 rows exported", TaskOutcome.Of(Import, new() { Successful = true, Details = [new("Plan.csv: 4 rows exported", 1, "exportSucceeded", [])] }).Message);
        Assert.Equal("Import 112000000001: done", TaskOutcome.Of(Import, new() { Successful = true }).Message);
        Assert.Equal("Import 112000000001 failed", TaskOutcome.Of(Import, new()).Message);
    }
}
