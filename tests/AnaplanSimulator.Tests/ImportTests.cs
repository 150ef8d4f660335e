using System.Net;
using System.Text.Json;

namespace AnaplanSimulator.Tests;

public sealed class ImportTests
{
    [Fact]
    public async Task List_import_makes_and_updates_items()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name,Month,Note\nA,Apple,01,\"red, ", "round\"\nB,Bean,Feb,\n");
        await simulator.RunAsync(TestModel.ProductsImport);

        await simulator.UploadAsync(TestModel.ProductsFile, "\uFEFFName,Code\r\nBroad bean,b\r\nCarrot,C\r\n");
        var (_, result) = await simulator.RunAsync(TestModel.ProductsImport);

        Assert.Equal(["Code|Name|Month|Note", "A|Apple|01|red, round", "B|Broad bean|Feb|", "C|Carrot||"], Rows(simulator, "Products"));
        Assert.True(result.GetProperty("successful").GetBoolean());
        Assert.False(result.GetProperty("failureDumpAvailable").GetBoolean());
        var detail = Assert.Single(result.GetProperty("details").EnumerateArray());
        Assert.Equal("hierarchyRowsProcessed", detail.GetProperty("type").GetString());
        Assert.Equal("Products: 2 (1/1) rows successful, 0 ignored", detail.GetProperty("localMessageText").GetString());
        Assert.Equal("2", ValueOf(detail, "successRowCount"));
        Assert.Equal("1", ValueOf(detail, "successCreateCount"));
    }

    [Fact]
    public async Task List_import_rejects_bad_rows_into_a_dump_and_tells_each_kind_of_problem()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name,Month\nA,Apple,01\nA,Again,01\n,No code,01\nB,Apple,01\nC,Carrot,13\nD,Date\nE,Egg,01,more\nF,Fig,02\n");

        var (taskId, result) = await simulator.RunAsync(TestModel.ProductsImport);

        Assert.Equal(["A", "F"], simulator.Control.Read("Products").Skip(1).Select(row => row[0]));
        Assert.True(result.GetProperty("successful").GetBoolean());
        Assert.True(result.GetProperty("failureDumpAvailable").GetBoolean());
        var details = result.GetProperty("details").EnumerateArray().ToList();
        Assert.Equal("hierarchyRowsProcessedWithFailures", details[0].GetProperty("type").GetString());
        Assert.Equal(("2", "6", "8"), (ValueOf(details[0], "successRowCount"), ValueOf(details[0], "failedCount"), ValueOf(details[0], "totalRowCount")));
        Assert.Equal(
            [
                ("hierarchyImportNameOrCodeExists", 1, "A"),
                ("hierarchyImportEmptyKey", 1, "No code"),
                ("hierarchyImportNameOrCodeExists", 1, "Apple"),
                ("moduleImportInvalidListIdentifier", 1, "13"),
                ("columnSeparatorExpected", 2, "2 columns,4 columns"),
            ],
            details.Skip(1).Select(Problem));
        Assert.Equal(
            """
            Code,Name,Month,_Line_No_,_Error_Code_,_Error_Message_
            A,Again,01,3,hierarchyImportNameOrCodeExists,Code is in the file more than once: A
            ,No code,01,4,hierarchyImportEmptyKey,Error parsing key: the code is empty: No code
            B,Apple,01,5,hierarchyImportNameOrCodeExists,Name belongs to another item: Apple
            C,Carrot,13,6,moduleImportInvalidListIdentifier,Month: item not found in list Months: 13
            D,Date,,7,columnSeparatorExpected,"The header has 3 columns, the row has another number: 2 columns"
            E,Egg,01,more,8,columnSeparatorExpected,"The header has 3 columns, the row has another number: 4 columns"

            """,
            await simulator.ChunksAsync($"/{TestModel.ProductsImport}/tasks/{taskId}/dump"));
    }

    [Fact]
    public async Task Module_import_sets_cells_and_rejects_values_of_another_kind()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name\nA,Apple\nB,Bean\n");
        await simulator.RunAsync(TestModel.ProductsImport);
        await simulator.UploadAsync(
            TestModel.SalesFile,
            "Product;Month;Amount;Open;Due\nA;01;-1.50;true;2026-02-28\nBean;Feb;1e3;0;\nA;01;1,5;;\nA;03;1;;\nZ;01;1;;\nA;02;1;maybe;\nA;02;1;no;2026-02-30\n");

        var (_, result) = await simulator.RunAsync(TestModel.SalesImport);

        Assert.Equal(["Products|Months|Amount|Open|Due|Note", "A|01|-1.50|true|2026-02-28|", "B|02|1e3|0||"], Rows(simulator, "Sales"));
        var details = result.GetProperty("details").EnumerateArray().ToList();
        Assert.Equal("lineItemRowsProcessedWithFailures", details[0].GetProperty("type").GetString());
        Assert.Equal(("Sales.Amount", "2", "5"), (ValueOf(details[0], "lineItemName"), ValueOf(details[0], "successCount"), ValueOf(details[0], "failedCount")));
        Assert.Equal(
            [
                ("moduleImportNumberFormat", 1, "1,5"),
                ("moduleImportInvalidListIdentifier", 1, "03"),
                ("moduleImportInvalidListIdentifier", 1, "Z"),
                ("moduleImportBooleanFormat", 1, "maybe"),
                ("moduleImportDateFormat", 1, "2026-02-30"),
            ],
            details.Skip(4).Select(Problem));
    }

    [Fact]
    public async Task Cell_that_a_later_file_does_not_have_keeps_its_value()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        await simulator.RunAsync(TestModel.ProductsImport);
        await simulator.UploadAsync(TestModel.SalesFile, "Product;Month;Amount\nA;01;1\nA;02;2\n");
        await simulator.RunAsync(TestModel.SalesImport);

        await simulator.UploadAsync(TestModel.SalesFile, "Product;Month;Note\nA;01;late\n");
        await simulator.RunAsync(TestModel.SalesImport);

        Assert.Equal(["A|01|1|||late", "A|02|2|||"], Rows(simulator, "Sales").Skip(1));
    }

    [Fact]
    public async Task Blank_rows_are_ignored_and_counted()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name\nA,Apple\n\n , \nB,Bean\n");

        var (_, result) = await simulator.RunAsync(TestModel.ProductsImport);

        Assert.False(result.GetProperty("failureDumpAvailable").GetBoolean());
        Assert.Equal("2", ValueOf(result.GetProperty("details")[0], "ignoredCount"));
    }

    [Fact]
    public async Task Table_import_replaces_the_rows()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.LedgerFile, "Account,Value\nold,1\n");
        await simulator.RunAsync(TestModel.LedgerImport);

        await simulator.UploadAsync(TestModel.LedgerFile, "Value,Account\n2,\"new, quoted\"\nx,bad\n");
        var (_, result) = await simulator.RunAsync(TestModel.LedgerImport);

        Assert.Equal(["Account|Value", "new, quoted|2"], Rows(simulator, "Ledger"));
        Assert.True(result.GetProperty("failureDumpAvailable").GetBoolean());
    }

    [Fact]
    public async Task Stray_quotes_reject_their_row_only()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name\nA,App\"le\nB,Bean\n");

        var (_, result) = await simulator.RunAsync(TestModel.ProductsImport);

        Assert.Equal(["B"], simulator.Control.Read("Products").Skip(1).Select(row => row[0]));
        Assert.Equal(("unmatchedTextDelimiter", 1, "A"), Problem(result.GetProperty("details")[1]));
    }

    [Fact]
    public async Task Import_of_a_file_that_is_missing_or_not_whole_fails()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        Assert.Equal("uploadedFileNoLongerAvailable", await FailureAsync(simulator));

        await simulator.BeginAsync(TestModel.ProductsFile, 2);
        await simulator.PutAsync(TestModel.ProductsFile, 0, "Code\nA\n"u8.ToArray());
        Assert.Equal("connectorError", await FailureAsync(simulator));

        await simulator.BeginAsync(TestModel.ProductsFile, -1);
        await simulator.PutAsync(TestModel.ProductsFile, 0, "Code\nA\n"u8.ToArray());
        Assert.Equal("connectorError", await FailureAsync(simulator));
        Assert.Single(simulator.Control.Read("Products"));
    }

    [Theory]
    [InlineData("", "connectorError")]
    [InlineData("Name\nApple\n", "missingFields")]
    public async Task File_without_the_needed_columns_fails_the_import(string text, string type)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, text);

        Assert.Equal(type, await FailureAsync(simulator));
    }

    [Fact]
    public async Task Quote_that_is_never_closed_fails_a_large_import()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name\nA,\"", string.Concat(Enumerable.Repeat("B,Bean and so on\n", 200_000)));

        Assert.Equal("unmatchedTextDelimiter", await FailureAsync(simulator));
    }

    [Fact]
    public async Task Dump_comes_in_chunks_that_make_the_whole()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { DownloadChunkSize = 50 });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code,Name\n,x\n,y\n,z\n");
        var (taskId, _) = await simulator.RunAsync(TestModel.ProductsImport);

        var dump = await simulator.ChunksAsync($"/{TestModel.ProductsImport}/tasks/{taskId}/dump");

        Assert.Equal(await simulator.TextAsync($"/{TestModel.ProductsImport}/tasks/{taskId}/dump"), dump);
        Assert.Equal(4, dump.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Task_without_rejected_rows_has_no_dump()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        var (taskId, _) = await simulator.RunAsync(TestModel.ProductsImport);

        Assert.Equal(HttpStatusCode.NotFound, await simulator.StatusAsync(HttpMethod.Get, $"/{TestModel.ProductsImport}/tasks/{taskId}/dump/chunks"));
    }

    private static async Task<string> FailureAsync(SimulatorUnderTest simulator)
    {
        var (taskId, result) = await simulator.RunAsync(TestModel.ProductsImport);
        Assert.False(result.GetProperty("successful").GetBoolean());
        Assert.Equal("Failed.", (await simulator.TaskAsync(TestModel.ProductsImport, taskId)).GetProperty("currentStep").GetString());
        return Assert.Single(result.GetProperty("details").EnumerateArray()).GetProperty("type").GetString()!;
    }

    private static IEnumerable<string> Rows(SimulatorUnderTest simulator, string name) => simulator.Control.Read(name).Select(row => string.Join('|', row));

    private static (string Type, int Occurrences, string Values) Problem(JsonElement detail) =>
        (detail.GetProperty("type").GetString()!, detail.GetProperty("occurrences").GetInt32(), string.Join(',', detail.GetProperty("values").EnumerateArray()));

    private static string? ValueOf(JsonElement detail, string name) =>
        detail.GetProperty("values").EnumerateArray().Select(value => value.GetString()).SkipWhile(value => value != name).ElementAtOrDefault(1);
}
